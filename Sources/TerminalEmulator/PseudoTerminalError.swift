/// What went wrong with a program on a pseudo-terminal.
public enum PseudoTerminalError: Error, CustomStringConvertible {
    /// The program could not be started.
    case notStarted(program: String, reason: String)
    /// The program does not read what is sent to it.
    case notTaken(byteCount: Int)

    /// The error in words.
    public var description: String {
        switch self {
        case let .notStarted(program, reason): "\(program) could not be started: \(reason)"
        case let .notTaken(byteCount): "the program left \(byteCount) bytes of input unread"
        }
    }
}
