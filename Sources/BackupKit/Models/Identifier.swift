/// A service's own name for one thing. The phantom type keeps a backup's id from being passed where a server's is
/// meant.
public struct Identifier<Subject>: RawRepresentable, Hashable, Sendable {
    /// The id exactly as the service spells it.
    public let rawValue: String

    /// An id as the service spells it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// An id as the service spells it.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first eight characters: enough to tell ids apart on a screen and to type in a confirmation.
    public var short: String {
        String(rawValue.prefix(8))
    }
}

extension Identifier: Comparable {
    /// By text, so that ties in lists have one order.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: ExpressibleByStringLiteral {
    /// An id written in code, for tests and samples.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Identifier: Codable {}

extension Identifier: CustomStringConvertible {
    /// The id exactly as the service spells it.
    public var description: String {
        rawValue
    }
}
