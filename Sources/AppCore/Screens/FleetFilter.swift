public import BackupKit
import FoundationEssentials

/// What the filter line of the fleet means: every term must hold. `state:late context:smp age>26h !running smp`.
public struct FleetFilter: Equatable, Sendable {
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

    /// All of these must hold.
    public let terms: FilterTerms<Test>

    /// Reads a filter line; what is no condition is matched as plain text, without regard to case.
    public init(_ line: String = "") {
        terms = FilterTerms(line, condition: Self.condition, text: Test.text)
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

    func matches(_ server: ServerState, _ standing: ServerStanding, now: Date) -> Bool {
        terms.hold { holds($0, server, standing, now: now) }
    }

    private func holds(_ test: Test, _ server: ServerState, _ standing: ServerStanding, now: Date) -> Bool {
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
        case let .power(power): standing.power == power
        case let .olderThan(seconds): standing.lastGoodAt.map { now.timeIntervalSince($0) > seconds } ?? false
        case let .youngerThan(seconds): standing.lastGoodAt.map { now.timeIntervalSince($0) < seconds } ?? false
        }
    }

    private static func condition(_ word: Substring) -> Test? {
        switch word {
        case "trouble", "alarm", "bad": return .trouble
        case "working", "busy": return .working
        case "good": return .health(.good)
        default: break
        }
        if let health = ServerStanding.Health.allCases.first(where: { $0.word == word }), health != .full {
            return .health(health)
        }
        guard let sign = word.firstIndex(where: { ":<>".contains($0) }) else { return nil }
        let value = word[word.index(after: sign)...]
        switch word[...sign] {
        case "state:" where value == "running" || value == "working": return .working
        case "state:": return ServerStanding.Health.allCases.first { $0.word == value }.map(Test.health)
        case "context:": return .context(String(value))
        case "power:": return PowerState.allCases.first { $0.words == value }.map(Test.power)
        case "age>": return FilterAmount.seconds(value).map { .olderThan(seconds: $0) }
        case "age<": return FilterAmount.seconds(value).map { .youngerThan(seconds: $0) }
        default: return nil
        }
    }
}
