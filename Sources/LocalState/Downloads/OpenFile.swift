import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is open until this object is released. Every call tries again after an interruption.
final class OpenFile: Sendable {
    private let descriptor: FileDescriptor

    /// Takes over an open descriptor.
    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    deinit {
        // What had to be safe was synced before; nobody is left who could act on a failure.
        try? descriptor.close()
    }

    /// What the open file is.
    func entry() throws(Errno) -> FolderEntry {
        var info = stat()
        try SystemCall.check { fstat(descriptor.rawValue, &info) }
        return FolderEntry(info)
    }

    /// Takes the only lock on the file; false when another open file holds it, in this program or another.
    func lock() throws(Errno) -> Bool {
        do {
            try SystemCall.check { flock(descriptor.rawValue, LOCK_EX | LOCK_NB) }
            return true
        } catch .wouldBlock {
            return false
        }
    }

    /// Whether another open file holds the lock. Takes no lock that could keep a second look from being answered.
    func isLockedElsewhere() throws(Errno) -> Bool {
        do {
            try SystemCall.check { flock(descriptor.rawValue, LOCK_SH | LOCK_NB) }
        } catch .wouldBlock {
            return true
        }
        try SystemCall.check { flock(descriptor.rawValue, LOCK_UN) }
        return false
    }

    /// Up to `count` bytes from `offset` on; none at the end.
    func read(_ count: Int, at offset: Int64) throws(Errno) -> [UInt8] {
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(Errno) {
                filled = try SystemCall.check { pread(descriptor.rawValue, buffer.baseAddress, count, off_t(offset)) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all bytes from `offset` on.
    func write(_ bytes: [UInt8], at offset: Int64) throws(Errno) {
        var written = 0
        while written < bytes.count {
            written += try SystemCall.check {
                bytes.withUnsafeBytes { buffer in
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    return pwrite(descriptor.rawValue, rest.baseAddress, rest.count, off_t(offset) + off_t(written))
                }
            }
        }
    }

    /// Cuts the file.
    func truncate(to bytes: Int64) throws(Errno) {
        try SystemCall.check { ftruncate(descriptor.rawValue, off_t(bytes)) }
    }

    /// Returns when everything written is on the disk.
    func sync() throws(Errno) {
        try SystemCall.check { fsync(descriptor.rawValue) }
    }
}
