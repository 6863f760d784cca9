import FoundationEssentials

/// JSON in and out of bytes.
public enum ServiceJSON {
    /// Keys are sorted so that the same request always has the same bytes.
    public static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try Array(encoder.encode(value))
        } catch {
            preconditionFailure("bodies of requests hold only texts, numbers, switches and lists of them: \(error)")
        }
    }

    /// Reads a value; throws the decoder's own error.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
