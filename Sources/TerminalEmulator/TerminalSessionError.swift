/// A screen that did not become what it should; the description shows what it was.
public enum TerminalSessionError: Error, CustomStringConvertible {
    /// The condition did not hold in time.
    case timedOut(screen: String)
    /// The program ended before the condition held.
    case ended(exit: ProgramExit?, screen: String)

    /// The error in words, with the screen as it was.
    public var description: String {
        switch self {
        case let .timedOut(screen): "timed out; the screen was:\n\(screen)"
        case let .ended(exit, screen):
            "the program ended (\(exit.map { "\($0)" } ?? "unknown")); the screen was:\n\(screen)"
        }
    }
}
