/// Why there is no screen; the description says what to do instead.
public enum TerminalOpenError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal(stream: String)
    /// No entry of the terminal database fits, not even the common ones.
    case unusable(name: String)
    /// The device refused.
    case device(reason: String)

    /// The error in words for the user.
    public var description: String {
        switch self {
        case let .notATerminal(stream):
            "\(stream) is not a terminal; run the screen in one, or use a command without a screen such as `config check`"
        case let .unusable(name):
            "the terminal database has no usable entry for TERM=\(name) and none for xterm-256color or ansi; "
                + "install ncurses-base or set TERM to a terminal that it has"
        case let .device(reason):
            "the terminal cannot be used: \(reason); try another terminal"
        }
    }
}
