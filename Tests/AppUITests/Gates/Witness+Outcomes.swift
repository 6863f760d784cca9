import BackupKit
import FoundationEssentials
@testable import AppCore

/// Whether what is said at the end of a plan is true.
extension Witness {
    mutating func judge(_ outcome: Outcome, _ permit: Permit, _ run: PlanRun, _ services: [RecordedService]) {
        guard let service = services.first(where: { $0.context.id == permit.location.server.context }),
              let host = service.host(permit.location.server.server) else { return }
        let rows = service.hosts[host].lists[permit.location.world] ?? []
        let words = "\(outcome.kind.rawValue): \(outcome.text) \(outcome.next ?? "")"
        switch permit.act {
        case let .restore(id, _):
            let end = permit.name.flatMap { service.restored[$0] }
            // Where somebody else has restored the same backup since, a history tells of that one.
            let isLast = service.lastRestorers[id].map { $0 == permit.name } ?? true
            if isLast, outcome.kind == .succeeded, end != .done {
                fail("\(words), but the restore is \(String(describing: end))")
            }
            if isLast, outcome.kind == .failed, end == .done,
               permit.used.contains(where: { $0.step == "restore" }) {
                fail("\(words), but it was restored")
            }
            let isLeft = service.hosts[host].power.isDown && permit.name != nil && !permit.used.contains(.power(.start))
                && service.stoppedBy[permit.location.server.server] == permit.name
            if isLeft, outcome.next == nil { fail("\(words): nothing says that the server was stopped") }
        case let .delete(id):
            if outcome.kind == .succeeded, rows.contains(where: { $0.id == id }) { fail("\(words), but it is there") }
        case let .bulk(bulk) where bulk.kind == .delete:
            let left = permit.ids.filter { id in rows.contains { $0.id == id } }
            if outcome.kind == .succeeded, !left.isEmpty { fail("\(words), but \(left) are there") }
        default: break
        }
        if outcome.kind == .cancelled || outcome.kind == .refused, !run.isResumed, permit.opensAt != nil {
            let hasActed = permit.used.contains { permit.isAct($0) }
            if hasActed { fail("\(words), but it was asked for") }
        }
    }
}
