import BackupKit
import FoundationEssentials

/// Turns the answers to mutating requests into state. None of them is ever a reason to send again.
enum MutationReducer {
    static func answered(_ mutation: Mutation, _ answer: MutationAnswer, state: inout AppState) -> [Effect] {
        let title = title(of: mutation, state: state)
        var effects = follow(mutation, answer, title: title, state: &state)
        if state.runs[mutation.location.server]?.plan.act == mutation.act {
            effects += PlanRunReducer.answered(mutation, answer, state: &state)
        } else {
            state.notice = notice(mutation, answer, title: title)
        }
        return effects
    }

    /// Opens the operation that an answer starts, and lists again where something changed.
    private static func follow(
        _ mutation: Mutation,
        _ answer: MutationAnswer,
        title: String,
        state: inout AppState
    ) -> [Effect] {
        let location = mutation.location
        let isAnswered = if case .accepted = answer { true } else { false }
        let sent = state.fleet.servers[location.server]?.sent.removeValue(forKey: mutation)
        if isAnswered, mutation.request.isUndoable, state.runs[location.server]?.plan.act != mutation.act {
            state.undoable = UndoableAct(of: mutation, before: sent?.before, at: state.now)
        }
        switch (mutation.request, answer) {
        case (_, .notSent):
            forgetExpected(mutation, state: &state)
            return []
        case let (.create(draft), .accepted(backup?)):
            // A service that chose another id than ours will never show ours.
            if draft.id != backup { forgetExpected(mutation, state: &state) }
            openOwn(backup, .create, title: title, mutation, since: sent, state: &state)
        case let (.retry(backup), .accepted):
            openOwn(backup, .create, title: title, mutation, since: sent, state: &state)
        case let (.restore(backup, _), .accepted), let (.restore(backup, _), .ambiguous):
            openOwn(backup, .restore, title: title, mutation, since: sent, isAnswered: isAnswered, state: &state)
        case let (.delete(backup), .accepted), let (.delete(backup), .ambiguous):
            // Accepted is not gone: a service may only have put the work on its list.
            openOwn(backup, .delete, title: title, mutation, since: sent, isAnswered: isAnswered, state: &state)
            if !isAnswered { rememberUnconfirmed(mutation, since: sent, state: &state) }
        case (.create, .ambiguous):
            rememberUnconfirmed(mutation, since: sent, state: &state)
            if let key = operationKey(of: mutation.request) {
                state.fleet.servers[location.server]?.operations[key]?.hasNoAnswer = true
            }
        case let (.create, .refused(error)):
            forgetExpected(mutation, state: &state)
            if error.code == .rateLimited, let wait = error.retryAfter {
                let until = state.now.addingTimeInterval(wait / .seconds(1))
                state.fleet.servers[location.server]?.createsBlockedUntil = until
            }
        case let (.setLock, .refused(error)) where error.code == .unsupported:
            // Only an answer tells that a panel has no lock; it is asked once.
            state.fleet.servers[location.server]?.lacks.merge([.lock: error.message, .unlock: error.message]) { $1 }
            state.fleet.servers[location.server]?.capabilities.switchOff([.lock: error.message, .unlock: error.message])
        case (.restore, .refused), (.retry, .refused):
            forgetExpected(mutation, state: &state)
        case let (.setLock(backup, false), .accepted):
            state.fleet.servers[location.server]?.unlockedAt[backup] = state.now
        case let (.deleteMany(backups), .accepted), let (.deleteMany(backups), .ambiguous):
            for backup in backups {
                openOwn(
                    backup,
                    .delete,
                    title: state.fleet.servers[location.server]?.backup(backup)?.title ?? title,
                    mutation,
                    since: sent,
                    isAnswered: isAnswered,
                    state: &state
                )
            }
        case (.power, _):
            guard case .ambiguous = answer else { return [.loadServer(location.server)] }
            // What became of it is looked for with every list.
            rememberUnconfirmed(mutation, since: sent, state: &state)
        case (_, .ambiguous):
            rememberUnconfirmed(mutation, since: sent, state: &state)
        default:
            break
        }
        return FleetReducer.load(location, for: .act, state: &state) + [.loadServer(location.server)]
    }

    private static func openOwn(
        _ backup: Backup.ID,
        _ kind: OperationKind,
        title: String,
        _ mutation: Mutation,
        since sent: SentRequest?,
        isAnswered: Bool = true,
        state: inout AppState
    ) {
        let capabilities = state.fleet.capabilities(of: mutation.location.server)
        let answersWhenDone = switch kind {
        case .restore: capabilities?.restore.answersWhenDone
        case .create: capabilities?.create.answersWhenDone
        case .delete, .download: false
        }
        FleetReducer.openOwn(
            OperationKey(backup: backup, kind: kind),
            title: title,
            at: mutation.location,
            since: sent,
            isAnswered: isAnswered && answersWhenDone == true,
            hasNoAnswer: !isAnswered,
            state: &state
        )
    }

    /// Work that was shown from the moment its request left, and that will not be: the request was refused.
    private static func forgetExpected(_ mutation: Mutation, state: inout AppState) {
        // A delete is shown only once it was answered: what is there is another request's.
        guard let key = operationKey(of: mutation.request), key.kind != .delete,
              state.fleet.servers[mutation.location.server]?.operations[key]?.wasSeenActive == false else { return }
        state.fleet.servers[mutation.location.server]?.operations[key] = nil
    }

    static func title(of mutation: Mutation, state: AppState) -> String {
        switch mutation.request {
        case let .create(draft): draft.name.isEmpty ? "new backup" : draft.name
        case let .deleteMany(backups): "\(backups.count) backups"
        case let .restore(backup, _), let .delete(backup), let .rename(backup, _), let .retry(backup),
             let .setLock(backup, _):
            state.fleet.servers[mutation.location.server]?.backup(backup)?.title ?? "backup \(backup.short)"
        case let .cancel(run), let .acknowledge(run):
            state.fleet.servers[mutation.location.server]?.backup(run.backup)?.title ?? "backup \(run.backup.short)"
        case .power:
            state.fleet.servers[mutation.location.server]?.server.name ?? mutation.location.server.server.rawValue
        }
    }

    private static func notice(_ mutation: Mutation, _ answer: MutationAnswer, title: String) -> Notice {
        let act = words(for: mutation.request, title: title)
        switch answer {
        case .accepted:
            var notice = Notice(.success, "\(act): accepted")
            notice.work = work(of: mutation, answer, act: act)
            return notice
        case let .refused(error):
            if case .delete = mutation.request, error.code == .notFound {
                return Notice(.success, "\(act): it was gone already")
            }
            return Notice(.failure, "\(act): \(error.message)")
        case let .ambiguous(error):
            return Notice(.warning, "\(act): no clear answer, not sent again, looking for it. \(error.message)")
        case let .notSent(reason):
            return Notice(.failure, "\(act): nothing was sent. \(reason)")
        }
    }

    /// What the accepted request started, where its end is told later.
    private static func work(of mutation: Mutation, _ answer: MutationAnswer, act: String) -> Notice.Work? {
        let key: OperationKey? = if case .create = mutation.request, case let .accepted(backup?) = answer {
            OperationKey(backup: backup, kind: .create)
        } else {
            operationKey(of: mutation.request)
        }
        return key.map { Notice.Work(server: mutation.location.server, key: $0, act: act) }
    }

    static func words(for request: Mutation.Request, title: String = "") -> String {
        switch request {
        case let .create(draft): draft.name.isEmpty ? "Create a backup" : "Create \"\(draft.name)\""
        case .restore: "Restore \"\(title)\""
        case .delete: "Delete \"\(title)\""
        case .deleteMany: "Delete \(title)"
        case let .rename(_, name): "Rename \"\(title)\" to \"\(name)\""
        case .retry: "Retry \"\(title)\""
        case let .setLock(_, isLocked): "\(isLocked ? "Lock" : "Unlock") \"\(title)\""
        case let .cancel(run): "Cancel the \(run.kind.rawValue) of \"\(title)\""
        case .acknowledge: "Dismiss the outcome of \"\(title)\""
        case let .power(signal): "Power \(signal.rawValue) of \(title)"
        }
    }
}
