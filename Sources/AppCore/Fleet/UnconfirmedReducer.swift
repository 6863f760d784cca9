import BackupKit
import FoundationEssentials

/// Looks in fresh lists for requests that got no clear answer, and says what became of them.
enum UnconfirmedReducer {
    /// Lists in a row without a trace, before it is given up.
    private static let patience = 2

    static func reconcile(at location: LocationRef, ticket: LoadTicket, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[location.server], !server.unconfirmed.isEmpty else { return [] }
        var effects: [Effect] = []
        var left: [UnconfirmedRequest] = []
        for var request in server.unconfirmed {
            guard request.location == location, ticket.sequence >= request.sequence else {
                left.append(request)
                continue
            }
            if request.isShown(by: server) {
                effects += settle(request, isShown: true, server: server, state: &state)
                continue
            }
            request.listsWithoutTrace += 1
            if request.listsWithoutTrace >= patience, state.now >= request.patientUntil {
                effects += settle(request, isShown: false, server: server, state: &state)
            } else {
                left.append(request)
            }
        }
        state.fleet.servers[location.server]?.unconfirmed = left
        return effects
    }

    private static func settle(
        _ request: UnconfirmedRequest,
        isShown: Bool,
        server: ServerState,
        state: inout AppState
    ) -> [Effect] {
        let title = request.request.backup.flatMap { server.backup($0)?.title } ?? server.server.name
        let act = MutationReducer.words(for: request.request, title: title)
        if !isShown, case let .create(draft) = request.request, let id = draft.id {
            state.fleet.servers[request.location.server]?.operations[OperationKey(backup: id, kind: .create)] = nil
        }
        // The plan that it belongs to says what became of it.
        if state.runs[request.location.server].map({ $0.isActive && $0.plan.act == request.act }) == true { return [] }
        let words = isShown ? shown(request) : notShown(request, server: server)
        state.notice = Notice(isShown ? .success : .warning, "\(act): \(words)")
        // A plan that has given it up wrote its own end.
        if state.runs[request.location.server]?.plan.act == request.act { return [] }
        let kind: Outcome.Kind = isShown ? .succeeded : .unknown
        return [.journal(JournalEntry(
            act: request.act,
            at: state.now,
            context: request.location.server.context,
            server: request.location.server.server,
            serverName: server.server.name,
            world: request.location.world,
            backup: request.request.backup,
            title: request.request.backup.flatMap { server.backup($0)?.title },
            step: request.request.step,
            event: .ended("\(kind.rawValue): \(act): \(words)")
        ))]
    }

    private static func shown(_ request: UnconfirmedRequest) -> String {
        if case .create = request.request { return "it did arrive and is in the list" }
        if case let .cancel(run) = request.request { return "the \(run.kind.rawValue) has ended, its line says how" }
        return "it was carried out, as the service shows"
    }

    private static func notShown(_ request: UnconfirmedRequest, server: ServerState) -> String {
        guard case let .create(draft) = request.request else {
            return "nothing shows that it was carried out; ask again if you still want it"
        }
        let place = server.locations[request.location.world]
        let trace = draft.id == nil ? request.bearers(of: draft, in: place?.backups ?? []).count : 0
        return trace == 0
            ? "no trace in the list; press c to ask again"
            : "\(trace) new of that name in the list, and nothing tells whether one is it: look before c"
    }
}

extension MutationReducer {
    /// Keeps a request that got no clear answer, to be looked for in the lists that follow.
    static func rememberUnconfirmed(_ mutation: Mutation, since sent: SentRequest?, state: inout AppState) {
        guard let sent, var server = state.fleet.servers[mutation.location.server] else { return }
        // What a plan waits for, it looks for itself; only its safety backup is found by a name.
        if state.runs[mutation.location.server]?.plan.act == mutation.act, !mutation.request.isCreate { return }
        server.sequence += 1
        let isSlow = mutation.request.isCreate && server.capabilities.create.answersWhenDone
        server.unconfirmed.append(UnconfirmedRequest(
            act: mutation.act,
            request: mutation.request,
            location: mutation.location,
            known: sent.known,
            window: UnconfirmedRequest.window(from: sent.leftAt, to: server.serviceTime(at: state.now)),
            sequence: server.sequence,
            // A service that answers only when it is done may still be at it long after the answer was lost.
            patientUntil: isSlow ? state.now.addingTimeInterval(600) : state.now,
            listsWithoutTrace: 0
        ))
        state.fleet.servers[mutation.location.server] = server
    }
}
