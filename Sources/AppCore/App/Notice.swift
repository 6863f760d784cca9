/// One line for the user on the status line, until the next key.
public struct Notice: Equatable, Sendable {
    /// How a notice is coloured and marked.
    public enum Kind: Equatable, Sendable {
        case info
        case success
        case warning
        case failure
    }

    /// How the notice is drawn.
    public var kind: Kind
    /// One line for the user; names from servers in it are untrusted and cleaned when drawn.
    public var text: String

    /// A notice with its text as it stands.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
