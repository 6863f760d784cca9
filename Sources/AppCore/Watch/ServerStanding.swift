public import BackupKit
public import FoundationEssentials

/// How a server stands: what the fleet is ordered and counted by. Computed when something about the server changed, not
/// for each look at it.
public struct ServerStanding: Equatable, Sendable {
    /// The worst that can be said of a server, in a word.
    public enum Health: Int, CaseIterable, Comparable, Hashable, Sendable {
        /// It has no good backup at all.
        case never
        case late
        case failed
        case stuck
        case shrunk
        /// No further backup fits.
        case full
        /// Not known: no list was read to its end, or no time in it can be believed.
        case unknown
        case good

        /// The worse one first.
        public static func < (left: Self, right: Self) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// The worst of it.
    public var health: Health
    /// Everything that is wrong now, told or not yet, the worst first.
    public var alarms: [Alarm]
    /// Its newest good backup is within its target: the only servers that count as protected.
    public var isProtected: Bool
    /// When the newest good backup was made, by our clock; nil where none is known.
    public var lastGoodAt: Date?
    /// When the newest attempt was made, by our clock, and what came of it; nil where none is known.
    public var lastAttempt: Attempt?
    /// How old the last good backup may be.
    public var target: Duration
    /// When the oldest of its lists was asked for, by our clock; nil while one was never read.
    public var listedAt: Date?
    /// At least one of its lists is known only from an earlier session.
    public var isFromSnapshot: Bool
    /// Work on it has no known end yet.
    public var isWorking: Bool
    /// Whether its process runs.
    public var power: PowerState
    /// How much of its quota is in use, 1 for all; nil where that is not known.
    var quotaShare: Double?
    /// The name in lower case with numbers filled up: `smp-2` comes before `smp-10`.
    var sortName: String

    /// The last thing that was tried.
    public struct Attempt: Equatable, Sendable {
        /// When, by our clock.
        public var at: Date
        /// What came of it.
        public var state: Backup.State
    }

    init(_ server: ServerState, target: Duration, alarms: [Alarm], at now: Date) {
        let freshness = server.freshness(target: target, at: now)
        self.target = target
        self.alarms = alarms.sorted { $0.id.kind < $1.id.kind }
        isProtected = if case .fresh = freshness { true } else { false }
        lastGoodAt = server.lastGood?.moment(at: server.serviceTime(at: now))?
            .addingTimeInterval(-server.clockOffset)
        lastAttempt = server.lastAttempt.flatMap { attempt in
            attempt.moment(at: server.serviceTime(at: now)).map {
                Attempt(
                    at: $0.addingTimeInterval(-server.clockOffset),
                    state: attempt.standsAsGood ? .completed : attempt.state
                )
            }
        }
        listedAt = server.listedAt
        isFromSnapshot = server.isFromSnapshot
        isWorking = server.hasOpenOperations
        power = server.power
        quotaShare = server.quota?.share
        sortName = Self.sortName(server.server.name)
        health = self.alarms.lazy.compactMap { Health($0.id.kind) }.first ?? (isProtected ? .good : .unknown)
    }

    private static func sortName(_ name: String) -> String {
        var (text, digits) = ("", "")
        for character in name.lowercased() {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty { text += String(repeating: "0", count: max(0, 8 - digits.count)) + digits }
            digits = ""
            text.append(character)
        }
        return digits.isEmpty ? text : text + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    /// It differs in something that rows are ordered, narrowed or counted by: another reading alone is no such thing.
    func differs(from other: Self?) -> Bool {
        guard var other else { return true }
        other.listedAt = listedAt
        return self != other
    }

    /// The worse off first: by health, then the oldest good backup, then by name and id.
    static func isWorse(_ left: (ServerRef, Self), _ right: (ServerRef, Self)) -> Bool {
        if left.1.health != right.1.health { return left.1.health < right.1.health }
        if left.1.lastGoodAt != right.1.lastGoodAt {
            return (left.1.lastGoodAt ?? .distantPast) < (right.1.lastGoodAt ?? .distantPast)
        }
        return (left.1.sortName, left.0.context, left.0.server) < (right.1.sortName, right.0.context, right.0.server)
    }
}

extension ServerStanding.Health {
    /// The health that an alarm stands for; nil for alarms that are not about a server.
    init?(_ kind: Alarm.Kind) {
        switch kind {
        case .never: self = .never
        case .late: self = .late
        case .failed: self = .failed
        case .stuck: self = .stuck
        case .shrunk: self = .shrunk
        case .quotaFull: self = .full
        case .unreachable, .tokenExpiring: return nil
        }
    }

    /// The health in a word.
    public var word: String {
        switch self {
        case .never: "never"
        case .late: "late"
        case .failed: "failed"
        case .stuck: "stuck"
        case .shrunk: "shrunk"
        case .full: "full"
        case .unknown: "unknown"
        case .good: "ok"
        }
    }
}
