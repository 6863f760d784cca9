import FoundationEssentials
import Synchronization
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The log file of a session: one line an event, appended, readable by its owner only.
final class SessionLog: Sendable {
    /// Why the file cannot be written.
    struct OpenError: Error {
        var message: String
    }

    private let descriptor: Int32
    private let lock = Mutex(())

    init(path: String) throws(OpenError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o600)
        guard descriptor >= 0 else {
            throw OpenError(message: "log file \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Appends one line with the time in front; line breaks and control characters in the text become spaces.
    func write(_ text: String) {
        let clean = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
        let line = Array("\(Date.now.formatted(.iso8601)) \(clean)\n".utf8)
        lock.withLock { _ in
            // A full disk must not stop the screen; the line is lost, the session goes on.
            _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
