package import AppCore
package import TerminalUI

extension SheetKey {
    /// What a key means inside a sheet, menu or line of text.
    package init(_ event: KeyEvent) {
        if event.modifiers == .control {
            switch event.key {
            case .character("w"): self = .killWord
            case .character("u"): self = .killLine
            case .character("a"): self = .home
            case .character("e"): self = .end
            case .character("h"): self = .backspace
            default: self = .other
            }
            return
        }
        guard event.modifiers.isEmpty else {
            self = .other
            return
        }
        self = switch event.key {
        case let .character(character): .character(character)
        case .enter: .enter
        case .escape: .escape
        case .backspace: .backspace
        case .delete: .delete
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .up: .up
        case .down: .down
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .tab: .tab
        case .backTab, .insert, .function: .other
        }
    }
}
