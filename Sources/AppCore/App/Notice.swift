/// One line for the user on the status line, until the next key.
public struct Notice: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case info
        case success
        case warning
        case failure
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
