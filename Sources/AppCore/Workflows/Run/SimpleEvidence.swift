import BackupKit
import FoundationEssentials

/// What shows that a request without a clear answer was carried out, where that can be seen at once: a cancel by the
/// run's end, a stop by the server's power.
enum SimpleEvidence {
    /// Nil while nothing shows it, and for acts that are told by operations.
    static func outcome(of run: PlanRun, server: ServerState) -> Outcome? {
        let name = run.plan.facts.serverName
        switch run.plan.target.act {
        case .power(.stop) where isDown(run, server), .power(.kill) where isDown(run, server):
            return Outcome(.succeeded, "\(name) is stopped")
        case let .cancel(work):
            let key = OperationKey(backup: work.backup, kind: work.kind)
            let report = server.locations[run.plan.location.world]?.reports[key]
            let hasEnded = report.map { $0.run != work.id || $0.state.hasEnded } == true
                || server.operations[key].map { !$0.isOpen } == true
            guard hasEnded else { return nil }
            return Outcome(.succeeded, "The \(work.kind.rawValue) has ended", next: "Its line says how")
        case .create, .restore, .delete, .rename, .setLock, .retry, .acknowledge, .power, .download, .bulk:
            return nil
        }
    }

    private static func isDown(_ run: PlanRun, _ server: ServerState) -> Bool {
        guard run.plan.facts.power.isUp || run.plan.facts.power == .stopping else { return false }
        return server.power.isDown
    }
}

extension Outcome {
    /// The same with one more sentence on what follows.
    func adding(_ sentence: String) -> Self {
        var copy = self
        copy.next = [next, sentence].compactMap(\.self).joined(separator: ". ")
        return copy
    }
}
