/// What became of a copy to the clipboard. No terminal ever confirms one.
public enum CopyOutcome: Equatable, Sendable {
    case sent
    case sentThroughTmux
    case sentThroughScreen
    case tooLong(limit: Int)
    case unavailable

    func notice(for what: String) -> Notice {
        switch self {
        case .sent:
            Notice(.info, "Sent the \(what) to the terminal's clipboard (not confirmed)")
        case .sentThroughTmux:
            Notice(.info, "Sent the \(what) through tmux (needs set-clipboard on; not confirmed)")
        case .sentThroughScreen:
            Notice(.info, "Sent the \(what) through screen (not confirmed)")
        case let .tooLong(limit):
            Notice(.warning, "The \(what) is longer than \(limit) bytes: terminals do not take that")
        case .unavailable:
            Notice(.warning, "This terminal cannot copy: select the text with the mouse, i shows it")
        }
    }
}
