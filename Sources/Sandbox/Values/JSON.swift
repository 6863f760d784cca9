import FoundationEssentials

/// A JSON value whose object members keep the order they were written in.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Integers above `Int.max`, such as Archon's permission mask.
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])
    /// Text that is JSON already; written as it stands, so large lists need not be rendered again.
    case rendered([UInt8])

    /// One member of an object.
    struct Member: Sendable, Equatable {
        var name: String
        var value: JSON
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }

    init(stringLiteral value: String) {
        self = .string(value)
    }

    init(integerLiteral value: Int) {
        self = .integer(value)
    }

    init(floatLiteral value: Double) {
        self = .number(value)
    }

    init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    init(nilLiteral: ()) {
        self = .null
    }
}

extension JSON {
    /// The member called `name`, where this is an object that has it.
    subscript(name: String) -> JSON? {
        guard case let .object(members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text, where this is a string.
    var text: String? {
        guard case let .string(text) = self else { return nil }
        return text
    }

    /// The number, whichever way it was written.
    var double: Double? {
        switch self {
        case let .integer(value): Double(value)
        case let .unsigned(value): Double(value)
        case let .number(value): value
        case .null, .bool, .string, .array, .object, .rendered: nil
        }
    }

    /// The number, where it is a whole one.
    var int: Int? {
        switch self {
        case let .integer(value): value
        case let .number(value): Int(exactly: value)
        case .null, .bool, .unsigned, .string, .array, .object, .rendered: nil
        }
    }

    /// The truth value, where this is one.
    var flag: Bool? {
        guard case let .bool(flag) = self else { return nil }
        return flag
    }

    /// Text or null.
    static func optional(_ text: String?) -> JSON {
        text.map(JSON.string) ?? .null
    }

    /// This object with more members behind its own.
    func adding(_ members: [Member]) -> JSON {
        guard case let .object(own) = self else { return .object(members) }
        return .object(own + members)
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        // Not an object is no error here: the other shapes are tried next.
        if let keyed = try? decoder.container(keyedBy: AnyKey.self) {
            self = try .object(keyed.allKeys.map { key in
                try Member(name: key.stringValue, value: keyed.decode(JSON.self, forKey: key))
            })
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let flag = Self.reading(Bool.self, single) {
            self = .bool(flag)
        } else if let whole = Self.reading(Int.self, single) {
            self = .integer(whole)
        } else if let whole = Self.reading(UInt64.self, single) {
            self = .unsigned(whole)
        } else if let number = Self.reading(Double.self, single) {
            self = .number(number)
        } else if let text = Self.reading(String.self, single) {
            self = .string(text)
        } else {
            self = try .array(single.decode([JSON].self))
        }
    }

    private static func reading<Value: Decodable>(
        _ type: Value.Type,
        _ container: any SingleValueDecodingContainer
    ) -> Value? {
        // A value of another type is no error here: the next type is tried.
        try? container.decode(type)
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? {
            nil
        }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue _: Int) {
            nil
        }
    }

    /// Reads JSON text; `nil` where it is none.
    init?(parsing bytes: some Collection<UInt8>) {
        do {
            self = try JSONDecoder().decode(JSON.self, from: Data(bytes))
        } catch {
            return nil
        }
    }
}
