import BackupKit
import FoundationEssentials

/// What a restore does to a server, in words: what is lost, what stays, and what the service itself adds to that.
struct RestoreConsequences {
    /// Bytes a second that a service unpacks at least, for a careful estimate.
    private static let slowestUnpacking: Double = 20_000_000
    /// A restore over this may end half-way on services that answer only when they are done (wire sheet stellarstack,
    /// section 3.2: header waits of about 300 s).
    private static let longestSafe: Double = 240

    let options: RestoreOptions
    let facts: PlanFacts
    let traits: ProviderCapabilities
    let safety: BackupDraft?
    /// By the service's clock.
    let now: Date

    func lines(server: ServerState) -> [PlanConsequence] {
        let age = AgeText.age(of: facts.backup?.createdAt, now: now)
        let lost = age == "?" ? "everything changed since the backup" : "everything changed in the last \(age)"
        let place = facts.worldName.map { "the files of world \($0.prefix(40))" } ?? "the server's files"
        var lines = [PlanConsequence("Lost", "\(lost): \(place) are overwritten.\(extent)", .loss)]
        if options.truncates { lines += ignored }
        lines += safetyLines
        if let expiresAt = facts.backup?.expiresAt, expiresAt < now {
            let age = AgeText.age(of: expiresAt, now: now)
            lines.append(PlanConsequence("Risk", "it expired \(age) ago: the service may have removed it", .warning))
        }
        if traits.restore.evidence == .nothing {
            lines.append(PlanConsequence("Outcome", "this service does not tell how a restore ended", .warning))
        }
        if let lack = server.lackOfEvidence {
            lines.append(PlanConsequence("Outcome", "how it ends will not be known: \(lack)", .warning))
        }
        if traits.restore.failureSpoilsBackup { lines += spoiling }
        return lines
    }

    private var extent: String {
        switch traits.restore.extent {
        case .choice where options.truncates: " EVERY FILE OF THE SERVER IS REMOVED FIRST."
        case .choice, .overlays: " Files that are not in the backup stay."
        case .wipes: " Files that are not in the backup are removed."
        case .undocumented: " Whether other files stay is not documented: expect that they go."
        }
    }

    private var safetyLines: [PlanConsequence] {
        if let safety {
            let lock = safety.isLocked ? ", locked" : ""
            return [PlanConsequence("Safety", "\"\(safety.name)\" of the present state is made first\(lock)")]
        }
        guard traits.restore.safetyBackup == .byServer else {
            return [PlanConsequence("Safety", "no backup of the present state is made", .loss)]
        }
        let lines = [PlanConsequence("Safety", "the service makes a backup of the present state first")]
        guard let reason = SafetyBackup.lackOfRoom(facts.quota, traits.quota) else { return lines }
        return lines + [PlanConsequence("Risk", "\(reason): the service may refuse that backup", .warning)]
    }

    /// With every file removed first, what the archive left out is gone.
    private var ignored: [PlanConsequence] {
        guard let patterns = facts.backup?.ignoredPatterns, !patterns.isEmpty else { return [] }
        let list = patterns.map { $0.prefix(60) }.joined(separator: ", ")
        return [PlanConsequence("Gone", "files matching \(list): the backup does not hold them", .loss)]
    }

    private var spoiling: [PlanConsequence] {
        var lines = [PlanConsequence(
            "Risk",
            "if it goes wrong this backup is marked failed for good: Esc, then d downloads a copy first",
            .warning
        )]
        if let size = facts.backup?.size, Double(size) / Self.slowestUnpacking > Self.longestSafe {
            let minutes = Int((Double(size) / Self.slowestUnpacking / 60).rounded(.up))
            lines.append(PlanConsequence(
                "Risk", "it may take \(minutes) min, and this service can end half-way after 4", .loss
            ))
        }
        return lines
    }
}
