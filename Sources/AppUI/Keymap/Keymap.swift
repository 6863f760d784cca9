public import AppCore
public import TerminalUI

/// Which key does what outside sheets. Of two bindings with the same key the first one counts; see `conflicts`.
public struct Keymap: Equatable, Sendable {
    /// All bindings in the order of the help page.
    public let bindings: [KeyBinding]
    private let actions: [KeyEvent: UserAction]

    /// A keymap of these bindings.
    public init(_ bindings: [KeyBinding]) {
        self.bindings = bindings
        actions = Dictionary(
            bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The action of a key; nil where it has none.
    public func action(for key: KeyEvent) -> UserAction? {
        actions[key]
    }

    /// The first key of an action as text; nil when it has none.
    public func key(for action: UserAction) -> String? {
        bindings.first { $0.action == action }?.keys.first?.description
    }

    /// Keys that stand in more than one binding, with the actions they stand for.
    public var conflicts: [(key: KeyEvent, actions: [UserAction])] {
        let pairs = bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } }
        return Dictionary(grouping: pairs, by: \.0)
            .filter { $0.value.count > 1 }
            .map { (key: $0.key, actions: $0.value.map(\.1)) }
            .sorted { $0.key.description < $1.key.description }
    }
}
