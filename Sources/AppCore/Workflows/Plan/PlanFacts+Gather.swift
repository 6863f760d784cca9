public import BackupKit
import FoundationEssentials

extension PlanFacts {
    /// True when the server has to be started again after a restore.
    public var wasRunning: Bool {
        power.isUp
    }

    /// Picks the facts of a target out of what was read.
    ///
    /// - Parameter ours: a backup that the plan itself made; it is no news.
    static func gather(
        _ target: PlanTarget,
        from inspection: Inspection,
        of known: ServerState,
        besides ours: Backup.ID? = nil
    ) -> Result<PlanFacts, PlanRefusal> {
        let server = inspection.server
        guard server.id == target.location.server.server else {
            return .failure(PlanRefusal("The service answered for another server: press R", .unresolved))
        }
        var world: World?
        if let id = target.location.world {
            world = server.worlds.first { $0.id == id }
            guard world != nil else {
                return .failure(PlanRefusal("World \(id.short) is gone from \(server.name): press R", .unresolved))
            }
        } else if !server.worlds.isEmpty {
            return .failure(PlanRefusal("It is not known which world of \(server.name) is meant: press R", .unresolved))
        }
        var backup: Backup?
        if let id = target.act.backup {
            backup = inspection.listing.backups.first { $0.id == id }
            guard backup != nil else {
                return .failure(PlanRefusal(
                    "The backup is gone from the server: somebody else deleted it",
                    .unresolved
                ))
            }
        }
        let completed = inspection.listing.backups.filter { $0.isGood && $0.id != ours }
        let now = inspection.serviceTime(by: known)
        // Where no age is known at all, one of them has to count as the last good one.
        let newest = completed.max {
            ($0.moment(at: now) ?? .distantPast, $0.id) < ($1.moment(at: now) ?? .distantPast, $1.id)
        }
        return .success(PlanFacts(
            serverName: server.name,
            condition: server.condition,
            worldName: world?.name,
            worldCount: server.worlds.count,
            activeWorld: server.worlds.first(where: \.isActive)?.id,
            power: known.power(with: inspection),
            toldPower: server.power,
            backup: backup,
            newestGood: newest?.id,
            isLastGood: backup != nil && newest?.id == backup?.id,
            completedCount: completed.count,
            quota: known.quota(with: inspection),
            restores: Dictionary(
                inspection.listing.operations.filter { $0.kind == .restore }
                    .compactMap { report in OperationEnd(report).map { (report.backup, $0) } },
                uniquingKeysWith: { first, _ in first }
            )
        ))
    }
}

extension Inspection {
    /// When it was read by the service's clock.
    func serviceTime(by known: ServerState) -> Date {
        listing.date ?? known.serviceTime(at: readAt)
    }
}

extension ServerState {
    /// How much of the limit is in use by a reading: the largest of the figures, and the limit.
    func quota(with inspection: Inspection) -> Quota {
        var place = LocationState()
        place.replace(with: inspection.listing, at: inspection.serviceTime(by: self))
        let counting = (inspection.listing.capabilities ?? capabilities).quota.counted
        let told = [inspection.server.quota?.used, inspection.listing.used, place.count(by: counting)]
        return Quota(used: told.compactMap(\.self).max(), limit: inspection.server.quota?.limit)
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
