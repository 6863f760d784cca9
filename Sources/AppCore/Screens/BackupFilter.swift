public import BackupKit
public import FoundationEssentials

/// What the filter line means: every term must hold. `state:failed age>26h !auto locked smp`.
public struct BackupFilter: Equatable, Sendable {
    /// What a term asks of a backup; a missing fact never passes.
    public enum Test: Equatable, Sendable {
        case text(String)
        case state(Backup.State)
        case kind(Backup.Kind)
        case locked
        case olderThan(seconds: Double)
        case youngerThan(seconds: Double)
        case largerThan(bytes: Double)
        case smallerThan(bytes: Double)
    }

    /// All of these must hold.
    public let terms: FilterTerms<Test>

    /// Reads a filter line; what is no condition is matched as plain text, without regard to case.
    public init(_ line: String = "") {
        terms = FilterTerms(line, condition: Self.condition, text: Test.text)
    }

    /// True when everything passes.
    public var isEmpty: Bool {
        terms.isEmpty
    }

    /// True when some term depends on how late it is.
    public var dependsOnTime: Bool {
        terms.all.contains {
            switch $0.test {
            case .olderThan, .youngerThan: true
            default: false
            }
        }
    }

    /// Whether a backup passes; `now`, by the service's clock, decides about ages.
    public func matches(_ backup: Backup, now: Date) -> Bool {
        terms.hold { holds($0, for: backup, now: now) }
    }

    private func holds(_ test: Test, for backup: Backup, now: Date) -> Bool {
        switch test {
        case let .text(text):
            backup.title.lowercased().contains(text) || backup.id.rawValue.lowercased().hasPrefix(text)
        case let .state(state): backup.state == state
        case let .kind(kind): backup.kind == kind
        case .locked: backup.isLocked == true
        case let .olderThan(seconds): backup.createdAt.map { now.timeIntervalSince($0) > seconds } ?? false
        case let .youngerThan(seconds): backup.createdAt.map { now.timeIntervalSince($0) < seconds } ?? false
        case let .largerThan(bytes): backup.size.map { Double($0) > bytes } ?? false
        case let .smallerThan(bytes): backup.size.map { Double($0) < bytes } ?? false
        }
    }

    private static func condition(_ word: Substring) -> Test? {
        switch word {
        case "auto", "automatic": return .kind(.automatic)
        case "man", "manual": return .kind(.manual)
        case "locked": return .locked
        case "ok", "state:ok": return .state(.completed)
        default: break
        }
        guard let sign = word.firstIndex(where: { ":<>".contains($0) }) else { return nil }
        let value = word[word.index(after: sign)...]
        switch word[...sign] {
        case "state:": return Backup.State(rawValue: String(value)).map(Test.state)
        case "kind:": return Backup.Kind(rawValue: String(value)).map(Test.kind)
        case "age>": return FilterAmount.seconds(value).map { .olderThan(seconds: $0) }
        case "age<": return FilterAmount.seconds(value).map { .youngerThan(seconds: $0) }
        case "size>": return FilterAmount.bytes(value).map { .largerThan(bytes: $0) }
        case "size<": return FilterAmount.bytes(value).map { .smallerThan(bytes: $0) }
        default: return nil
        }
    }
}
