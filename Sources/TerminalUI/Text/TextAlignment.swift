/// Where text stands in a wider column.
public enum TextAlignment: Hashable, Sendable {
    /// At the left.
    case leading
    /// In the middle, the odd cell on the right.
    case center
    /// At the right.
    case trailing
}
