import HTTPTypes

/// Reads and checks request bodies by the panel's rules (sections 2.3, 2.6 and 3.4).
struct PterodactylBody {
    private let json: JSON
    private var broken: [PterodactylRefusal.Item] = []

    /// An absent body is an empty one.
    init(_ call: Call) throws(PterodactylRefusal) {
        let type = call.headers[.contentType]?.lowercased() ?? "json"
        guard !call.body.isEmpty, type.contains("json") else {
            json = .object([])
            return
        }
        guard let json = call.json else { throw .malformed }
        self.json = json
    }

    /// Text without surrounding white space; `nil` where it is absent, empty or null.
    mutating func text(_ field: String, longest: Int? = nil) -> String? {
        guard let value = value(field) else { return nil }
        guard let text = value.text else {
            breaks("string", field, "The \(Self.label(field)) must be a string.")
            return nil
        }
        if let longest, text.unicodeScalars.count > longest {
            breaks("max", field, "The \(Self.label(field)) may not be greater than \(longest) characters.")
        }
        return text
    }

    /// True or false, also as 1, 0, "1" or "0"; `nil` where it is absent, empty or null.
    mutating func flag(_ field: String) -> Bool? {
        switch value(field) {
        case nil: return nil
        case let .bool(flag)?: return flag
        case .integer(1)?, .string("1")?: return true
        case .integer(0)?, .string("0")?: return false
        default:
            breaks("boolean", field, "The \(Self.label(field)) field must be true or false.")
            return nil
        }
    }

    /// One of some words, which must be there.
    mutating func word(_ field: String, of known: [String]) -> String? {
        guard value(field) != nil else {
            require(field)
            return nil
        }
        guard let word = text(field), known.contains(word) else {
            breaks("in", field, "The selected \(Self.label(field)) is invalid.")
            return nil
        }
        return word
    }

    /// Takes note where a field is missing.
    mutating func require(_ field: String) {
        guard value(field) == nil else { return }
        breaks("required", field, "The \(Self.label(field)) field is required.")
    }

    /// Throws where a rule was broken.
    func check() throws(PterodactylRefusal) {
        guard broken.isEmpty else { throw PterodactylRefusal(broken: broken) }
    }

    private func value(_ field: String) -> JSON? {
        switch json[field] {
        case nil, .null?: return nil
        case let .string(text)?:
            let trimmed = text.trimmed
            return trimmed.isEmpty ? nil : .string(trimmed)
        case let value?: return value
        }
    }

    private mutating func breaks(_ rule: String, _ field: String, _ detail: String) {
        broken.append(.init(
            code: "ValidationException",
            detail: detail,
            meta: [
                .init(name: "source_field", value: .string(field)),
                .init(name: "rule", value: .string(rule)),
            ]
        ))
    }

    private static func label(_ field: String) -> String {
        field.replacing("_", with: " ")
    }
}
