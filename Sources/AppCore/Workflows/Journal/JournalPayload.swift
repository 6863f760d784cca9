import FoundationEssentials

/// What journal lines carry for going on with the work, as JSON.
enum JournalPayload {
    /// Nil where the value cannot be written; then the work can be told of and not gone on with.
    static func text(of value: some Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try String(decoding: encoder.encode(value), as: UTF8.self)
        } catch {
            return nil
        }
    }

    /// Nil where a line was written by a version whose values this one cannot read.
    static func value<Value: Decodable>(_: Value.Type, from text: String?) -> Value? {
        guard let text else { return nil }
        do {
            return try JSONDecoder().decode(Value.self, from: [UInt8](text.utf8).data)
        } catch {
            return nil
        }
    }
}

extension [UInt8] {
    fileprivate var data: Data {
        Data(self)
    }
}
