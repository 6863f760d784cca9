/// A value that is nil when it is absent, null or of another type than expected, so that an optional field whose
/// meaning changed at the service never makes its whole row unreadable.
public struct Lenient<Value: Decodable>: Decodable {
    /// The value, where it could be read.
    public let value: Value?
    /// True when there was a value that could not be read.
    public let isUnreadable: Bool

    /// Reads the value; never throws.
    public init(from decoder: any Decoder) {
        do {
            let container = try decoder.singleValueContainer()
            value = container.decodeNil() ? nil : try container.decode(Value.self)
            isUnreadable = false
        } catch {
            value = nil
            isUnreadable = true
        }
    }

    private init() {
        value = nil
        isUnreadable = false
    }

    /// What an absent field counts as.
    public static var absent: Self {
        Self()
    }
}

extension Lenient: Sendable where Value: Sendable {}

extension KeyedDecodingContainer {
    /// Reads an optional field leniently; an absent one is nil and readable.
    public func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? .absent
    }
}
