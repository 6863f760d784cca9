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
        case .badOption(let option, let reason):
            "sandbox option \(option): \(reason)"
        case .cannotListen(let host, let port, let reason):
            "sandbox cannot listen on \(host):\(port): \(reason); free the port or use port 0"
        case .cannotWrite(let path, let reason):
            "sandbox cannot write \(path): \(reason); choose a folder you may write to"
        case .cannotArchive(let reason):
            "sandbox cannot make its archives: \(reason); check that tar and gzip are installed"
        }
    }
}
