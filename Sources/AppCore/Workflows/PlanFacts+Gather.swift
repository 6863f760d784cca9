public import BackupKit
import FoundationEssentials

/// Why no plan can be made.
struct Refusal: Error, Equatable {
    var reason: String
}

extension PlanFacts {
    /// True when the server has to be started again after a restore.
    public var wasRunning: Bool {
        power.isUp
    }

    /// Picks the facts of a target out of what was read.
    static func gather(
        _ target: PlanTarget,
        from inspection: Inspection,
        power: PowerState
    ) -> Result<PlanFacts, Refusal> {
        let server = inspection.server
        guard server.id == target.location.server.server else {
            return .failure(Refusal(reason: "The service answered for another server: press R"))
        }
        var world: World?
        if let id = target.location.world {
            world = server.worlds.first { $0.id == id }
            guard world != nil else {
                return .failure(Refusal(reason: "World \(id.short) is gone from \(server.name): press R"))
            }
        } else if !server.worlds.isEmpty {
            return .failure(Refusal(reason: "It is not known which world of \(server.name) is meant: press R"))
        }
        var backup: Backup?
        if let id = target.act.backup {
            backup = inspection.listing.backups.first { $0.id == id }
            guard backup != nil else {
                return .failure(Refusal(reason: "The backup is gone from the server: somebody else deleted it"))
            }
        }
        let completed = inspection.listing.backups.filter(\.isGood)
        let newest = completed.max { ($0.createdAt ?? .distantPast, $0.id) < ($1.createdAt ?? .distantPast, $1.id) }
        return .success(PlanFacts(
            serverName: server.name,
            condition: server.condition,
            worldName: world?.name,
            worldCount: server.worlds.count,
            activeWorld: server.worlds.first(where: \.isActive)?.id,
            power: power,
            toldPower: server.power,
            backup: backup,
            isLastGood: backup != nil && newest?.id == backup?.id,
            completedCount: completed.count
        ))
    }
}

extension PowerState {
    /// True when the server's process runs or is about to.
    var isUp: Bool {
        switch self {
        case .running, .starting: true
        case .stopping, .stopped, .crashed, .unknown: false
        }
    }
}

extension Server.Condition {
    /// The service did not tell it in a word that we know.
    var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    /// Why no archive can be reached, in words; nil where it can, or nobody knows.
    var reasonAgainstDelete: String? {
        switch self {
        case .unavailable: words
        case .available, .installing, .restoring, .suspended, .broken, .unknown: nil
        }
    }

    /// The condition in a word.
    public var words: String {
        switch self {
        case .available: "available"
        case .installing: "installing"
        case .restoring: "being restored"
        case let .unavailable(reason): reason
        case let .suspended(reason): reason.map { "suspended (\($0))" } ?? "suspended"
        case .broken: "broken"
        case let .unknown(word): "in an unknown condition (\(word))"
        }
    }
}
