/// A piece of text in one style.
public struct Span: Hashable, Sendable {
    /// The text; untrusted text must have gone through `printable`.
    public var text: String
    /// How it looks.
    public var style: Style

    /// A piece of text.
    public init(_ text: String, style: Style = .plain) {
        self.text = text
        self.style = style
    }
}
