/// A token or key. Prints as `<secret>`, is not `Codable`, and gives its text only to who asks for it by name.
public struct Secret: Hashable, Sendable {
    private let text: String

    /// Wraps a credential's text.
    public init(_ text: String) {
        self.text = text
    }

    /// The credential itself: for a header or a handshake only, never for a log, an error or a record.
    public func reveal() -> String {
        text
    }

    /// The text with every occurrence of the credential replaced, for text that came back from a service.
    public func redacted(in other: String) -> String {
        guard text.utf8.count >= 8 else { return other }
        return other.split(separator: text, omittingEmptySubsequences: false).joined(separator: "<secret>")
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the credential.
    public var description: String {
        "<secret>"
    }

    /// Never the credential.
    public var debugDescription: String {
        "<secret>"
    }

    /// Shows nothing to `dump` and `Mirror`.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
