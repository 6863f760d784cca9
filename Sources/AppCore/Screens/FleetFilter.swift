public import BackupKit
import FoundationEssentials

/// What the filter line of the fleet means: every term must hold. `state:late context:smp age>26h !running smp`.
public struct FleetFilter: Equatable, Sendable {
    /// One condition; `isNegated` turns it round.
    public struct Term: Equatable, Sendable {
        /// What a term asks of a server; a missing fact never passes.
        public enum Test: Equatable, Sendable {
            /// Name, context or id hold the text.
            case text(String)
            case health(ServerStanding.Health)
            /// Something is wrong with it.
            case trouble
            /// Work goes on.
            case working
            case context(String)
            case power(PowerState)
            case olderThan(seconds: Double)
            case youngerThan(seconds: Double)
        }

        /// What is asked.
        public var test: Test
        /// True when the term wants the opposite.
        public var isNegated: Bool
    }

    /// All of these must hold.
    public var terms: [Term] = []
    /// Words that look like a condition but are none: shown to the user, matched as plain text.
    public var doubtful: [String] = []

    /// A filter that everything passes.
    public init() {}

    /// Reads a filter line; what is no condition is matched as plain text, without regard to case.
    public init(_ text: String) {
        for word in text.split(whereSeparator: \.isWhitespace) {
            let isNegated = word.hasPrefix("!") && word.count > 1
            let body = (isNegated ? word.dropFirst() : word).lowercased()
            if let test = Self.condition(body) {
                terms.append(Term(test: test, isNegated: isNegated))
            } else {
                if body.contains(where: { ":<>".contains($0) }) { doubtful.append(body) }
                terms.append(Term(test: .text(body), isNegated: isNegated))
            }
        }
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

    func matches(_ server: ServerState, _ standing: ServerStanding, now: Date) -> Bool {
        terms.allSatisfy { holds($0.test, server, standing, now: now) != $0.isNegated }
    }

    private func holds(_ test: Term.Test, _ server: ServerState, _ standing: ServerStanding, now: Date) -> Bool {
        switch test {
        case let .text(text):
            server.server.name.lowercased().contains(text) || server.ref.context.rawValue.lowercased().contains(text)
                || server.ref.server.rawValue.lowercased().contains(text)
        case let .health(health):
            // A server may have more than one thing wrong with it.
            standing.health == health || standing.alarms.contains { ServerStanding.Health($0.id.kind) == health }
        case .trouble: !standing.alarms.isEmpty
        case .working: standing.isWorking
        case let .context(text): server.ref.context.rawValue.lowercased().contains(text)
        case let .power(power): server.power == power
        case let .olderThan(seconds): standing.lastGoodAt.map { now.timeIntervalSince($0) > seconds } ?? false
        case let .youngerThan(seconds): standing.lastGoodAt.map { now.timeIntervalSince($0) < seconds } ?? false
        }
    }

    private static func condition(_ word: String) -> Term.Test? {
        switch word {
        case "trouble", "alarm", "bad": return .trouble
        case "working", "busy": return .working
        case "good": return .health(.good)
        default: break
        }
        if let health = ServerStanding.Health.allCases.first(where: { $0.word == word }), health != .full {
            return .health(health)
        }
        guard let colon = word.firstIndex(where: { ":<>".contains($0) }) else { return nil }
        let value = String(word[word.index(after: colon)...])
        switch word[...colon] {
        case "state:" where value == "running" || value == "working": return .working
        case "state:": return ServerStanding.Health.allCases.first { $0.word == value }.map(Term.Test.health)
        case "context:": return .context(value)
        case "power:": return PowerState.allCases.first { $0.words == value }.map(Term.Test.power)
        case "age>": return BackupFilter.seconds(Substring(value)).map { .olderThan(seconds: $0) }
        case "age<": return BackupFilter.seconds(Substring(value)).map { .youngerThan(seconds: $0) }
        default: return nil
        }
    }
}
