import BackupKit

/// What a service said of a server, as a kept context holds it: a word, and for some a few more.
struct ConditionRecord: Codable {
    private let word: String
    private let detail: String?

    init(_ condition: Server.Condition) {
        (word, detail) = switch condition {
        case .available: ("available", nil)
        case .installing: ("installing", nil)
        case .restoring: ("restoring", nil)
        case let .suspended(reason): ("suspended", reason)
        case .broken: ("broken", nil)
        case let .unavailable(reason): ("unavailable", reason)
        case let .unknown(text): ("unknown", text)
        }
    }

    var condition: Server.Condition {
        switch word {
        case "available": .available
        case "installing": .installing
        case "restoring": .restoring
        case "suspended": .suspended(reason: detail)
        case "broken": .broken
        case "unavailable": .unavailable(detail ?? "")
        default: .unknown(detail ?? word)
        }
    }
}
