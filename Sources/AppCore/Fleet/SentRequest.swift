import BackupKit
import FoundationEssentials

/// What was known when a request left. Its answer may come late: events and lists that arrive in between are news of
/// it.
struct SentRequest: Equatable, Sendable {
    /// The server's event count when it left.
    var sequence: Int
    /// When it left, by the service's clock.
    var leftAt: Date
    /// How the last work of the same kind on the same backup had ended; the same words later prove nothing.
    var staleEvidence: OperationEnd?
    /// For a create: the backups that were there, so that a new one is known by its id.
    var known: Set<Backup.ID>
    /// The backup it is about, as it was.
    var before: Backup?
}

extension MutationReducer {
    /// Takes down what is known as a request leaves, and answers what the journal keeps of it.
    static func left(_ mutation: Mutation, state: inout AppState) -> IntentNote? {
        guard var server = state.fleet.servers[mutation.location.server] else { return nil }
        let place = server.locations[mutation.location.world]
        server.sequence += 1
        let sent = SentRequest(
            sequence: server.sequence,
            leftAt: server.serviceTime(at: state.now),
            staleEvidence: operationKey(of: mutation.request).flatMap { place?.lastEnd(of: $0) },
            known: mutation.request.isCreate ? Set(place?.backups.map(\.id) ?? []) : [],
            before: mutation.request.backup.flatMap { place?[$0] }
        )
        server.sent[mutation] = sent
        state.fleet.servers[mutation.location.server] = server
        showAtOnce(mutation, state: &state)
        let lightPlan = state.lastPlan.flatMap { $0.act == mutation.act && $0.level == .light ? $0 : nil }
        let isOfRun = state.runs[mutation.location.server]?.plan.act == mutation.act
        let record = IntentRecord(mutation, sent: sent, plan: isOfRun ? nil : lightPlan)
        return IntentNote(
            serverName: server.server.name,
            title: mutation.request.concernsBackups ? title(of: mutation, state: state) : nil,
            payload: JournalPayload.text(of: record)
        )
    }

    /// Where the answer comes only when the work is done, the work is shown from the moment its request leaves.
    private static func showAtOnce(_ mutation: Mutation, state: inout AppState) {
        guard let key = operationKey(of: mutation.request),
              let server = state.fleet.servers[mutation.location.server] else { return }
        let answersWhenDone = switch key.kind {
        case .create: server.capabilities.create.answersWhenDone
        case .restore: server.capabilities.restore.answersWhenDone
        case .delete, .download: false
        }
        guard answersWhenDone else { return }
        FleetReducer.openOwn(
            key,
            title: title(of: mutation, state: state),
            at: mutation.location,
            since: server.sent[mutation],
            state: &state
        )
        state.fleet.servers[mutation.location.server]?.operations[key]?.state = .running
        state.fleet.servers[mutation.location.server]?.operations[key]?.phase = key.kind == .create
            ? .archive : .extract
    }

    /// The work that a request starts, where its backup's id is known before the answer.
    static func operationKey(of request: Mutation.Request) -> OperationKey? {
        switch request {
        case let .create(draft): draft.id.map { OperationKey(backup: $0, kind: .create) }
        case let .restore(backup, _): OperationKey(backup: backup, kind: .restore)
        case let .retry(backup): OperationKey(backup: backup, kind: .create)
        case let .delete(backup): OperationKey(backup: backup, kind: .delete)
        case .deleteMany, .rename, .setLock, .cancel, .acknowledge, .power: nil
        }
    }
}

extension Mutation.Request {
    fileprivate var concernsBackups: Bool {
        if case .power = self { false } else { true }
    }

    /// Of the kinds that `z` takes back.
    var isUndoable: Bool {
        switch self {
        case .rename, .setLock: true
        case .create, .restore, .delete, .deleteMany, .retry, .cancel, .acknowledge, .power: false
        }
    }

    var isCreate: Bool {
        if case .create = self { true } else { false }
    }
}
