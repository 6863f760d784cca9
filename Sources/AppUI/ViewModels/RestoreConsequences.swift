import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// What a restore does to a server, in words: what is lost, what stays, and what the service itself adds to that.
enum RestoreConsequences {
    /// Bytes a second that a service unpacks at least, for a careful estimate.
    private static let slowestUnpacking: Double = 20_000_000
    /// A restore over this may end half-way on services that answer only when they are done (wire sheet stellarstack,
    /// section 3.2: header waits of about 300 s).
    private static let longestSafe: Double = 240

    static func lines(_ plan: Plan, server: ServerState?) -> [PlanText.Consequence] {
        let capabilities = server?.capabilities
        guard case let .restore(_, options) = plan.target.act else { return [] }
        let age = TimeText.age(of: plan.facts.backup?.createdAt, now: plan.serviceTime)
        let lost = age == "?" ? "everything changed since the backup" : "everything changed in the last \(age)"
        let place = plan.facts.worldName.map { "the files of world \($0.shown.clipped(toWidth: 40))" }
            ?? "the server's files"
        let extent = extent(options, capabilities?.restore.extent)
        var lines: [PlanText.Consequence] = [("Lost", "\(lost): \(place) are overwritten.\(extent)", .failure)]
        if options.truncates { lines += ignored(plan) }
        lines.append(capabilities?.restore.safetyBackup == .byServer
            ? ("Safety", "the service makes a backup of the present state first", .normal)
            : ("Safety", "no backup of the present state is made: Esc, then c makes one", .warning))
        if let expiresAt = plan.facts.backup?.expiresAt, expiresAt < plan.serviceTime {
            let age = TimeText.age(of: expiresAt, now: plan.serviceTime)
            lines.append(("Risk", "it expired \(age) ago: the service may have removed it", .warning))
        }
        if capabilities?.restore.evidence == .nothing {
            lines.append(("Outcome", "this service does not tell how a restore ended", .warning))
        }
        if let lack = server?.lackOfEvidence {
            lines.append(("Outcome", "how it ends will not be known: \(lack)", .warning))
        }
        if capabilities?.restore.failureSpoilsBackup == true { lines += spoiling(plan) }
        return lines
    }

    private static func extent(_ options: RestoreOptions, _ extent: RestoreTraits.Extent?) -> String {
        switch extent {
        case .choice where options.truncates: " EVERY FILE OF THE SERVER IS REMOVED FIRST."
        case .choice, .overlays: " Files that are not in the backup stay."
        case .wipes: " Files that are not in the backup are removed."
        case .undocumented: " Whether other files stay is not documented: expect that they go."
        case nil: ""
        }
    }

    /// With every file removed first, what the archive left out is gone.
    private static func ignored(_ plan: Plan) -> [PlanText.Consequence] {
        guard let patterns = plan.facts.backup?.ignoredPatterns, !patterns.isEmpty else { return [] }
        let list = patterns.map { $0.shown.clipped(toWidth: 60) }.joined(separator: ", ")
        return [("Gone", "files matching \(list): the backup does not hold them", .failure)]
    }

    private static func spoiling(_ plan: Plan) -> [PlanText.Consequence] {
        var lines: [PlanText.Consequence] = [(
            "Risk",
            "if it goes wrong this backup is marked failed for good: Esc, then d downloads a copy first",
            .warning
        )]
        if let size = plan.facts.backup?.size, Double(size) / slowestUnpacking > longestSafe {
            let minutes = Int((Double(size) / slowestUnpacking / 60).rounded(.up))
            lines.append(("Risk", "it may take \(minutes) min, and this service can end half-way after 4", .failure))
        }
        return lines
    }
}
