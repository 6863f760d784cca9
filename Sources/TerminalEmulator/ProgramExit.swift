/// How a program ended.
public enum ProgramExit: Hashable, Sendable {
    /// By itself, with a code.
    case code(Int32)
    /// By a signal.
    case signal(Int32)
}
