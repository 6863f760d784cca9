/// Header fields in order; names compare without case, a name may occur more than once.
public struct HTTPHeaders: Hashable, Sendable {
    /// One header field.
    public struct Field: Hashable, Sendable {
        /// As it was given.
        public let name: String
        /// Without the line's surrounding blanks.
        public let value: String
    }

    /// All fields in the order they were added.
    public private(set) var fields: [Field] = []

    /// Makes an empty list.
    public init() {}

    /// Adds a field behind those already there. A line break in the value would start a forged field, so it is dropped.
    public mutating func add(_ name: String, _ value: String) {
        let safe = value.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
            ? String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
            : value
        fields.append(Field(name: name, value: safe))
    }

    /// The value of the first field with this name; setting replaces every field with the name.
    public subscript(name: String) -> String? {
        get {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { add(name, newValue) }
        }
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Takes the fields in the order they are written.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements {
            add(name, value)
        }
    }
}
