import AppCore
import TerminalUI

extension CopyOutcome {
    init(_ result: ClipboardResult) {
        switch result {
        case .sent(.direct): self = .sent
        case .sent(.tmux): self = .sentThroughTmux
        case .sent(.screen): self = .sentThroughScreen
        case let .tooLong(limit): self = .tooLong(limit: limit)
        case .unavailable: self = .unavailable
        }
    }
}
