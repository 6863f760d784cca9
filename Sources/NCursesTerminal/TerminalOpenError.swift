/// Why there is no screen; the description says what to do instead.
public enum TerminalOpenError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal(stream: String)
    /// No entry of the terminal database fits, not even the common ones.
    case unusable(name: String)
    /// The device refused.
    case device(reason: String)

    public var description: String {
        switch self {
        case let .notATerminal(stream):
            "\(stream) is not a terminal; use a subcommand such as `list` or `watch`, they work in pipes and files"
        case let .unusable(name):
            "the terminal database has no usable entry for TERM=\(name) and none for xterm-256color or ansi; "
                + "install ncurses-base or use a subcommand such as `list` in this line mode terminal"
        case let .device(reason):
            "the terminal cannot be used: \(reason); try another terminal or a subcommand such as `list`"
        }
    }
}
