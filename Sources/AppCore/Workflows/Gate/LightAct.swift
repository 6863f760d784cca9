import BackupKit
import FoundationEssentials

/// Light acts have no plan and no re-check: what they rest on is looked at again in the moment they are accepted.
enum LightAct {
    /// Why the act may not be sent any more; nil when what its sheet says still holds.
    static func refusal(of request: Mutation.Request, at location: LocationRef, state: AppState) -> String? {
        guard let context = state.fleet.contexts[location.server.context],
              let server = state.fleet.servers[location.server] else { return "the server is not in the list any more" }
        if let reason = Availability.reasonAgainstWriting(in: context, settings: state.settings) { return reason }
        if state.runs[location.server]?
            .isActive == true { return "a plan is being carried out on \(server.server.name)" }
        if let needed = request.capability, let reason = server.capabilities.reason(against: needed) { return reason }
        switch request {
        case .delete, .deleteMany:
            return "a delete needs a plan"
        case let .retry(id):
            return reason(against: id, at: location, server: server) {
                if let reason = server.unansweredWork { return reason }
                if server.failedRestore(of: id, at: location) { return "its restore failed: press r" }
                return $0.state == .failed ? nil : "it has not failed any more"
            }
        case .power(.start):
            return server.reasonAgainstStart
        case let .setLock(id, isLocked):
            return reason(against: id, at: location, server: server) {
                $0.isLocked == isLocked ? "it is \(isLocked ? "locked" : "unlocked") already" : nil
            }
        case let .cancel(run):
            let operation = server.operations[OperationKey(backup: run.backup, kind: run.kind)]
            guard let operation, operation.isOpen, operation.run == run.id else { return "it has ended already" }
            return run.kind == .restore && operation.state == .running ? "it runs by now: press X again" : nil
        case let .acknowledge(run):
            let report = server.locations[location.world]?.reports[OperationKey(backup: run.backup, kind: run.kind)]
            let isThere = report?.run == run.id && report?.awaitsAcknowledgement == true
            return isThere ? nil : "it was dismissed already"
        case let .rename(id, _):
            return server.locations[location.world]?[id] == nil ? "the backup is gone" : nil
        case .create, .restore, .power:
            return nil
        }
    }

    private static func reason(
        against id: Backup.ID,
        at location: LocationRef,
        server: ServerState,
        holds: (Backup) -> String?
    ) -> String? {
        guard let place = server.locations[location.world], let backup = place[id] else { return "the backup is gone" }
        if place.error != nil { return "the list cannot be read now: press R" }
        return holds(backup) ?? Availability.work(on: backup, server: server)
    }
}

extension Mutation.Request {
    /// What the service must have for it; nil where the act was asked about already.
    fileprivate var capability: BackupAction? {
        switch self {
        case .delete: .delete
        case .retry: .retry
        case let .setLock(_, isLocked): isLocked ? .lock : .unlock
        case .cancel: .cancel
        case .acknowledge: .acknowledge
        case .power: .power
        case .create: .create
        case .rename: .rename
        case .restore, .deleteMany: nil
        }
    }
}
