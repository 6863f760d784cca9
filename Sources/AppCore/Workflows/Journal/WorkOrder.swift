public import BackupKit
import FoundationEssentials

/// The beginning of a workflow: the lock of its server, and its first line in the journal. Nothing is sent before both.
public struct WorkOrder: Equatable, Sendable {
    /// The server it is carried out on.
    public var server: ServerRef
    /// The same server as other programs on this machine name it.
    public var place: WorkPlace
    /// The first line.
    public var entry: JournalEntry
    /// How many lines the work had when it was read, where it is gone on with. Whoever has the lock looks again: with
    /// other lines somebody else went on with it, and its requests must not be sent twice. Nil for new work.
    public var lines: Int?
}

extension JournalEntry {
    /// A line about a plan.
    init(_ plan: Plan, at moment: Date, _ event: Event, backup: Backup.ID? = nil, payload: String? = nil) {
        self.init(
            act: plan.act,
            at: moment,
            context: plan.location.server.context,
            server: plan.location.server.server,
            serverName: plan.facts.serverName,
            world: plan.location.world,
            backup: backup ?? plan.target.act.backup,
            title: plan.facts.backup?.title,
            step: plan.target.act.step,
            event: event,
            payload: payload
        )
    }
}

extension AppState {
    /// A server as other programs on this machine name it; nil where its context is not known.
    func workPlace(of ref: ServerRef) -> WorkPlace? {
        fleet.contexts[ref.context].map {
            WorkPlace(provider: $0.provider, origin: $0.origin, server: ref.server)
        }
    }
}
