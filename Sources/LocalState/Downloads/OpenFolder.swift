import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that is open until this object is released: all names are looked up in it, whatever happens to its path.
final class OpenFolder: Sendable {
    private let descriptor: FileDescriptor

    /// Opens a folder.
    init(_ path: String) throws(Errno) {
        descriptor = try FileDescriptor(
            rawValue: SystemCall.check { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        )
    }

    deinit {
        // Only read from and synced: a failure to close loses nothing.
        try? descriptor.close()
    }

    /// What the folder itself is.
    func entry() throws(Errno) -> FolderEntry {
        var info = stat()
        try SystemCall.check { fstat(descriptor.rawValue, &info) }
        return FolderEntry(info)
    }

    /// What stands under a name; nil for nothing.
    func entry(_ name: String) throws(Errno) -> FolderEntry? {
        var info = stat()
        do {
            try SystemCall.check { fstatat(descriptor.rawValue, name, &info, AT_SYMLINK_NOFOLLOW) }
        } catch .noSuchFileOrDirectory {
            return nil
        }
        return FolderEntry(info)
    }

    /// Opens a file for reading. Never waits, not even for a pipe.
    func openToRead(_ name: String) throws(Errno) -> OpenFile {
        try file(name, O_RDONLY)
    }

    /// Opens a file for reading and writing, made for its owner only if it is not there. Never through a symbolic link.
    func openToWrite(_ name: String) throws(Errno) -> OpenFile {
        try file(name, O_RDWR | O_CREAT | O_NOFOLLOW)
    }

    /// Opens a file only to lock it, made for everybody to read if it is not there: whoever may read it can lock it.
    /// Never through a symbolic link.
    func openToLock(_ name: String) throws(Errno) -> OpenFile {
        do {
            return try makeFileForAllToRead(name)
        } catch .fileExists {
            return try file(name, O_RDONLY | O_NOFOLLOW)
        }
    }

    /// Makes a file that everybody may read, whatever the umask says, and opens it for writing; throws `fileExists`
    /// when the name is taken.
    func makeFileForAllToRead(_ name: String) throws(Errno) -> OpenFile {
        let file = try file(name, O_RDWR | O_CREAT | O_EXCL, 0o644)
        try SystemCall.check { fchmodat(descriptor.rawValue, name, 0o644, 0) }
        return file
    }

    private func file(_ name: String, _ flags: Int32, _ mode: mode_t = 0o600) throws(Errno) -> OpenFile {
        let flags = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        return try OpenFile(FileDescriptor(
            rawValue: SystemCall.check { openat(descriptor.rawValue, name, flags, mode) }
        ))
    }

    /// Makes a folder, usually for its owner only, whatever the umask says; leaves alone what stands under that name.
    func makeFolder(_ name: String, mode: mode_t = 0o700) throws(Errno) {
        do {
            try SystemCall.check { mkdirat(descriptor.rawValue, name, mode) }
        } catch .fileExists {
            return
        }
        try SystemCall.check { fchmodat(descriptor.rawValue, name, mode, 0) }
    }

    /// Makes an empty file for its owner only, whatever the umask says; leaves alone what stands under that name.
    ///
    /// On Linux it is never open: closing it would take away every lock that SQLite has on it in this program.
    func makeFile(_ name: String) throws(Errno) {
        do {
            #if canImport(Darwin)
                let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
                _ = try OpenFile(FileDescriptor(
                    rawValue: SystemCall.check { openat(descriptor.rawValue, name, flags, 0o600) }
                ))
            #else
                try SystemCall.check { mknodat(descriptor.rawValue, name, S_IFREG | 0o600, 0) }
            #endif
        } catch .fileExists {
            return
        }
        try SystemCall.check { fchmodat(descriptor.rawValue, name, 0o600, 0) }
    }

    /// Throws where this program may not write a file.
    func demandWritable(_ name: String) throws(Errno) {
        try SystemCall.check { faccessat(descriptor.rawValue, name, R_OK | W_OK, AT_EACCESS) }
    }

    /// Takes a name away.
    func unlink(_ name: String) throws(Errno) {
        try SystemCall.check { unlinkat(descriptor.rawValue, name, 0) }
    }

    /// Gives a file another name, in place of whatever file has it.
    func rename(_ name: String, replacing target: String) throws(Errno) {
        try SystemCall.check { renameat(descriptor.rawValue, name, descriptor.rawValue, target) }
    }

    /// Gives a file a free name; throws `fileExists` when it is taken, however late it was.
    func rename(_ name: String, toFree target: String) throws(Errno) {
        do {
            try SystemCall.check { linkat(descriptor.rawValue, name, descriptor.rawValue, target, 0) }
        } catch .notPermitted, .notSupported, .noFunction, .tooManyLinks {
            // No second names on this disk: the name is taken by an empty file of ours, which then gives way.
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
            let placeholder = try SystemCall.check { openat(descriptor.rawValue, target, flags, 0o600) }
            _ = OpenFile(FileDescriptor(rawValue: placeholder))
            do {
                return try rename(name, replacing: target)
            } catch {
                try unlink(target)
                throw error
            }
        }
        try unlink(name)
    }

    /// Returns when the names in the folder are on the disk, where the disk can say so.
    func sync() throws(Errno) {
        do {
            try SystemCall.check { fsync(descriptor.rawValue) }
        } catch .invalidArgument, .notSupported {
            // This kind of disk keeps its names without being asked.
        }
    }
}
