public import TerminalUI

/// The look of every role. State is always readable as text; colour only repeats it.
public struct Theme: Equatable, Sendable {
    /// What a piece of text means; the theme decides how it looks.
    public enum Role: CaseIterable, Sendable {
        case normal
        case title
        case faint
        case heading
        case good
        case running
        case warning
        case failure
        case unknown
        case lock
        case key
        case badge
        case field
    }

    private let hasColors: Bool

    /// A theme for what the terminal can show.
    public init(traits: TerminalTraits) {
        hasColors = traits.colors > .mono
    }

    /// How a role looks.
    public func style(_ role: Role) -> Style {
        switch role {
        case .normal, .good: .plain
        case .title: .plain.bold
        case .faint: .plain.dim
        case .heading: .plain.underline
        case .running: hasColors ? .plain.foreground(.cyan) : .plain.bold
        case .warning: hasColors ? .plain.foreground(.yellow) : .plain.bold
        case .failure: hasColors ? .plain.foreground(.red).bold : .plain.bold
        case .unknown: hasColors ? .plain.foreground(.magenta) : .plain.underline
        case .lock: hasColors ? .plain.foreground(.blue) : .plain
        case .key: .plain.bold
        case .badge: .plain.reverse
        case .field: .plain.underline
        }
    }
}
