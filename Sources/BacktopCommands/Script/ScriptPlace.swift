import AppCore
import BackupKit
import FoundationEssentials

/// The server, and its world, that a command works on, with its list read.
struct ScriptPlace {
    let location: LocationRef
    let server: ServerState
    let context: Context
    let backups: [Backup]
    /// The configured retention rules; nil where there are none.
    let retention: RetentionPolicy?

    /// Waits until the server that the options name is open and its backups are listed.
    @MainActor
    static func open(_ session: ScriptSession) async throws(ScriptFailure) -> ScriptPlace {
        try await session.wait { state in
            state.location != nil && state.wantedServer == nil || state.hasAnsweredWithoutServer
        }
        guard let location = session.store.state.location else { throw missingServer(session.store.state) }
        if let notice = session.store.state.notice, notice.kind == .failure, session.plan.world != nil {
            throw ScriptFailure(.notFound, notice.text)
        }
        try await session.wait { state in
            state.location.flatMap { state.fleet[$0] }.map { $0.fetchedAt != nil || $0.error != nil } == true
        }
        return try now(session, at: session.store.state.location ?? location)
    }

    /// The place as it is known now.
    @MainActor
    static func now(_ session: ScriptSession, at location: LocationRef) throws(ScriptFailure) -> ScriptPlace {
        let state = session.store.state
        guard let server = state.fleet.servers[location.server], let place = state.fleet[location],
              let context = state.fleet.contexts[location.server.context] else {
            throw ScriptFailure(.notFound, "server \(location.server.server) is not in the list any more")
        }
        if let error = place.error, place.fetchedAt == nil {
            throw ScriptFailure(ScriptFailure.Code(error.code), error.message)
        }
        return ScriptPlace(
            location: location, server: server, context: context, backups: place.backups,
            retention: state.settings.retention
        )
    }

    private static func missingServer(_ state: AppState) -> ScriptFailure {
        if let failed = state.fleet.contextOrder.first(where: { state.fleet.contextErrors[$0] != nil }),
           let error = state.fleet.contextErrors[failed] {
            return ScriptFailure(ScriptFailure.Code(error.code), "context \(failed): \(error.message)")
        }
        if let notice = state.notice, notice.kind == .failure { return ScriptFailure(.notFound, notice.text) }
        return ScriptFailure(.usage, "there are several servers: name one with --server")
    }

    /// The backup with this id, else the only one of this name, else the only one whose id begins with it.
    func backup(_ wanted: String) throws(ScriptFailure) -> Backup {
        if let exact = backups.first(where: { $0.id.rawValue == wanted }) { return exact }
        let named = backups.filter { $0.name == wanted }
        if named.count == 1 { return named[0] }
        if named.count > 1 { throw ambiguous(wanted, named) }
        let begun = wanted.count >= 4 ? backups.filter { $0.id.rawValue.hasPrefix(wanted) } : []
        if begun.count == 1 { return begun[0] }
        if begun.count > 1 { throw ambiguous(wanted, begun) }
        throw ScriptFailure(.notFound, "\(server.server.name) has no backup \(wanted)")
    }

    private func ambiguous(_ wanted: String, _ found: [Backup]) -> ScriptFailure {
        let ids = found.prefix(5).map(\.id.rawValue).joined(separator: ", ")
        return ScriptFailure(.usage, "\(found.count) backups are meant by \(wanted): give an id (\(ids))")
    }
}

extension AppState {
    /// Every context has answered, and none brought the server that was asked for.
    fileprivate var hasAnsweredWithoutServer: Bool {
        let haveAnswered = fleet.contextOrder
            .allSatisfy { fleet.answered.contains($0) || fleet.contextErrors[$0] != nil }
        guard haveAnswered, location == nil else { return false }
        return wantedServer == nil || !fleet.contextErrors.isEmpty
    }
}
