/// Why the screen loop ended.
public enum LoopExit: Hashable, Sendable {
    /// The program asked for it, with its exit code.
    case requested(code: Int32)
    /// The terminal is gone.
    case hangup
    /// A signal asked the program to end.
    case terminated(signal: Int32)

    /// The exit code of the program: the one asked for, or 128 and the signal's number.
    public var exitCode: Int32 {
        switch self {
        case let .requested(code): code
        case .hangup: 129
        case let .terminated(signal): 128 + signal
        }
    }
}
