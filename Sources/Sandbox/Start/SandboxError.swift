/// Why a sandbox did not start. Each description names the object and the next step.
public enum SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An option's name and what is wrong with its value.
    case badOption(String, String)
    /// Nothing can listen on this host and port.
    case cannotListen(host: String, port: Int, reason: String)
    /// A file or folder cannot be made or written.
    case cannotWrite(path: String, reason: String)
    /// The first archives could not be made.
    case cannotArchive(reason: String)

    /// The error in words for the user.
    public var description: String {
        switch self {
        case let .badOption(option, reason):
            "sandbox option \(option): \(reason)"
        case let .cannotListen(host, port, reason):
            "sandbox cannot listen on \(host):\(port): \(reason); free the port or use port 0"
        case let .cannotWrite(path, reason):
            "sandbox cannot write \(path): \(reason); choose a folder you may write to"
        case let .cannotArchive(reason):
            "sandbox cannot make its archives: \(reason); check that tar and gzip are installed"
        }
    }
}
