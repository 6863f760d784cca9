import FoundationEssentials

/// JSON in and out of bytes.
enum ArchonJSON {
    /// An object of texts; keys are sorted so that the same request always has the same bytes.
    static func encode(_ object: [String: String]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try Array(encoder.encode(object))
        } catch {
            preconditionFailure("a dictionary of strings can always be encoded: \(error)")
        }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
