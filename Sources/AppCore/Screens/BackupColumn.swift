public import BackupKit

/// A column of the backup list, by which it can also be sorted.
public enum BackupColumn: String, CaseIterable, Hashable, Sendable {
    case state
    case name
    case created
    case age
    case size
    case kind
    case lock
    case verified
    case expires
    /// Who made it.
    case by

    /// The fact without which the column does not exist; nil for those every service has.
    public var fact: BackupFact? {
        switch self {
        case .state, .name, .created, .age: nil
        case .size: .size
        case .kind: .kind
        case .lock: .lock
        case .verified: .verified
        case .expires: .expiry
        case .by: .creator
        }
    }

    /// The letter that picks the column in the sort menu.
    public var letter: Character {
        switch self {
        case .state: "s"
        case .name: "n"
        case .created: "c"
        case .age: "a"
        case .size: "z"
        case .kind: "k"
        case .lock: "l"
        case .verified: "v"
        case .expires: "e"
        case .by: "b"
        }
    }

    /// The columns a service has facts for, in the order they are drawn.
    public static func available(with capabilities: ProviderCapabilities) -> [BackupColumn] {
        allCases.filter { $0.fact.map(capabilities.facts.contains) ?? true }
    }
}
