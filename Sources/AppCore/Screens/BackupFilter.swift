public import BackupKit
public import FoundationEssentials

/// What the filter line means: every term must hold. `state:failed age>26h !auto locked smp`.
public struct BackupFilter: Equatable, Sendable {
    /// One condition; `isNegated` turns it round.
    public struct Term: Equatable, Sendable {
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

        /// What is asked.
        public var test: Test
        /// True when the term wants the opposite.
        public var isNegated: Bool
    }

    /// All of these must hold.
    public var terms: [Term]
    /// Words that look like a condition but are none: shown to the user, matched as plain text.
    public var doubtful: [String]

    /// A filter that everything passes.
    public init() {
        terms = []
        doubtful = []
    }

    /// Reads a filter line; what is no condition is matched as plain text, without regard to case.
    public init(_ text: String) {
        self.init()
        for word in text.split(whereSeparator: \.isWhitespace) {
            let isNegated = word.hasPrefix("!") && word.count > 1
            let body = String(isNegated ? word.dropFirst() : word)
            if let test = Self.condition(body) {
                terms.append(Term(test: test, isNegated: isNegated))
            } else {
                if body.contains(where: { ":<>".contains($0) }) { doubtful.append(body) }
                terms.append(Term(test: .text(body.lowercased()), isNegated: isNegated))
            }
        }
    }

    /// True when everything passes.
    public var isEmpty: Bool {
        terms.isEmpty
    }

    /// True when some term depends on how late it is.
    public var dependsOnTime: Bool {
        terms.contains {
            switch $0.test {
            case .olderThan, .youngerThan: true
            default: false
            }
        }
    }

    /// Whether a backup passes; `now`, by the service's clock, decides about ages.
    public func matches(_ backup: Backup, now: Date) -> Bool {
        terms.allSatisfy { holds($0.test, for: backup, now: now) != $0.isNegated }
    }

    private func holds(_ test: Term.Test, for backup: Backup, now: Date) -> Bool {
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

    private static func condition(_ word: String) -> Term.Test? {
        switch word.lowercased() {
        case "auto", "automatic": return .kind(.automatic)
        case "man", "manual": return .kind(.manual)
        case "locked": return .locked
        case "ok": return .state(.completed)
        default: break
        }
        let lowered = word.lowercased()
        if lowered.hasPrefix("state:") {
            let name = String(lowered.dropFirst(6))
            return Backup.State(rawValue: name == "ok" ? "completed" : name).map(Term.Test.state)
        }
        if lowered.hasPrefix("kind:") {
            return Backup.Kind(rawValue: String(lowered.dropFirst(5))).map(Term.Test.kind)
        }
        if lowered.hasPrefix("age>") { return seconds(lowered.dropFirst(4)).map { .olderThan(seconds: $0) } }
        if lowered.hasPrefix("age<") { return seconds(lowered.dropFirst(4)).map { .youngerThan(seconds: $0) } }
        if lowered.hasPrefix("size>") { return bytes(lowered.dropFirst(5)).map { .largerThan(bytes: $0) } }
        if lowered.hasPrefix("size<") { return bytes(lowered.dropFirst(5)).map { .smallerThan(bytes: $0) } }
        return nil
    }

    static func seconds(_ text: Substring) -> Double? {
        amount(text, units: ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800])
    }

    private static func bytes(_ text: Substring) -> Double? {
        amount(text, units: ["b": 1, "k": 1024, "m": 1_048_576, "g": 1_073_741_824, "t": 1_099_511_627_776])
    }

    private static func amount(_ text: Substring, units: [Character: Double]) -> Double? {
        guard let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number >= 0,
              number.isFinite else { return nil }
        return number * unit
    }
}
