#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads small files through one descriptor, so that what was checked is what is read.
enum FileReading {
    /// Why a file was not read.
    enum Failure: Error, Hashable, Sendable {
        /// There is no such file.
        case missing
        /// It is a folder.
        case folder
        /// It is no regular file, where one is asked for.
        case irregular
        /// Somebody besides the owner may use it; `mode` holds the permission bits.
        case open(mode: UInt32)
        /// It is longer than allowed.
        case tooLong
        /// The system says no; the words are the system's.
        case system(String)
    }

    /// What the file must be like.
    enum Demand: Sendable {
        /// Anything readable, also a pipe.
        case readable
        /// A regular file without any permission for group and others; links are followed first.
        case ownerOnly
    }

    /// The bytes of a file of at most `limit` bytes. A longer one is refused without reading it all.
    static func bytes(of path: String, limit: Int, demand: Demand) throws(Failure) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe that nobody writes to would never return.
        let waiting = demand == .ownerOnly ? O_NONBLOCK : 0
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | waiting)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing : .system(systemMessage(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(systemMessage(errno)) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .folder }
        if demand == .ownerOnly {
            guard kind == S_IFREG else { throw .irregular }
            guard status.st_mode & 0o077 == 0 else { throw .open(mode: UInt32(status.st_mode) & 0o7777) }
        }
        guard kind != S_IFREG || status.st_size <= limit else { throw .tooLong }
        return try read(descriptor, limit: limit)
    }

    private static func read(_ descriptor: CInt, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                #if canImport(Glibc)
                    Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Darwin.read(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR {
                continue
            }
            guard count >= 0 else { throw .system(systemMessage(errno)) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLong }
        }
    }

    /// The system's words for an error number.
    static func systemMessage(_ number: CInt) -> String {
        String(cString: strerror(number))
    }
}
