import BackupKit
import FoundationEssentials

/// Restores of a service that never tells how they ended: all that can be seen is that the server answers as before.
enum NoEvidence {
    /// Readings in a row that find the server as it was, before the wait is over.
    private static let calmLimit = 3
    /// The shortest wait: a service may take its time before anything changes.
    private static let leastWait: TimeInterval = 60

    /// Counts one reading of the server while such a restore is observed.
    static func count(_ server: Server, run: inout PlanRun) {
        guard case .observing = run.stage, run.acceptedAt != nil else { return }
        let facts = run.plan.facts
        // Where we stopped it ourselves, it is as it was when it is still down.
        let hasPower = run.hasStopped ? server.power?.isDown != false : server.power == facts.toldPower
        let isCalm = server.condition == facts.condition && hasPower
        run.calmReadings = isCalm ? run.calmReadings + 1 : 0
    }

    /// The outcome once nothing more will be learned; nil before, and for services that tell.
    static func outcome(of run: PlanRun, server: ServerState, now: Date) -> Outcome? {
        guard run.operation?.kind == .restore, server.capabilities.restore.evidence == .nothing,
              let acceptedAt = run.acceptedAt,
              run.calmReadings >= calmLimit, now.timeIntervalSince(acceptedAt) >= leastWait else { return nil }
        let name = run.plan.facts.serverName
        return Outcome(
            .unknown,
            "The restore was requested and \(name) answers as before: this service tells no outcome",
            next: [PlanRunReducer.left(run), "Look at \(name) yourself before you rely on it"]
                .compactMap(\.self).joined(separator: ". ")
        )
    }
}

extension ServerState {
    /// Why the end of a restore will not be known although the service keeps a log of it; nil where it will.
    public var lackOfEvidence: String? {
        capabilities.restore.evidence == .activity ? capabilities.reason(against: .readActivity, on: server) : nil
    }
}
