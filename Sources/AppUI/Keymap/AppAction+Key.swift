package import AppCore
package import TerminalUI

extension AppAction {
    /// What a key press means: text or a choice for whatever is on top, else the action it is bound to.
    package init(_ key: KeyEvent, keymap: Keymap, overlays: [Overlay]) {
        if !overlays.isEmpty {
            self = .sheetKey(SheetKey(key))
        } else if let action = keymap.action(for: key) {
            self = .user(action)
        } else {
            self = .unboundKey
        }
    }
}
