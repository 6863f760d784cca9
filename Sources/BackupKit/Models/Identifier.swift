/// A service's own name for one thing. The phantom type keeps a backup's id from being passed where a server's is meant.
public struct Identifier<Subject>: RawRepresentable, Hashable, Sendable {
    /// The id exactly as the service spells it.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first eight characters: enough to tell ids apart on a screen and to type in a confirmation.
    public var short: String {
        String(rawValue.prefix(8))
    }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String {
        rawValue
    }
}
