import BackupKit
import FoundationEssentials

extension ProviderEffectHandler {
    /// Journals the intent, sends exactly one request, journals the answer. Without a journal line nothing is sent;
    /// where the answer's line is lost, that is told.
    func send(_ mutation: Mutation, _ note: IntentNote?) async -> (MutationAnswer, lost: AppAction?) {
        guard let writer = providers[mutation.location.server.context]?.writer else {
            return (.notSent("Context \(mutation.location.server.context) is read-only"), nil)
        }
        do {
            try await journal.record(line(mutation, note, .intent))
        } catch {
            return (.notSent("The journal could not be written: \(error.message)"), nil)
        }
        let answer = await request(mutation, of: writer)
        var line = line(mutation, note, answer.event)
        line.payload = nil
        // The id of a new backup is what going on with the work needs.
        if case let .accepted(backup?) = answer { line.backup = backup }
        return await (answer, keep(line))
    }

    private func request(_ mutation: Mutation, of writer: any MutableBackupProvider) async -> MutationAnswer {
        let location = mutation.location.location
        do {
            switch mutation.request {
            case let .create(draft): return try await .accepted(writer.createBackup(draft, at: location))
            case let .restore(backup, options): try await writer.restore(backup, options, at: location)
            case let .delete(backup): try await writer.delete(backup, at: location)
            case let .deleteMany(backups): try await writer.delete(backups, at: location)
            case let .rename(backup, name): try await writer.rename(backup, to: name, at: location)
            case let .retry(backup): try await writer.retry(backup, at: location)
            case let .setLock(backup, isLocked): try await writer.setLock(isLocked, on: backup, at: location)
            case let .cancel(run): try await writer.cancel(run, at: location)
            case let .acknowledge(run): try await writer.acknowledge(run, at: location)
            case let .power(signal): try await writer.power(signal, server: location.server)
            }
            return .accepted(nil)
        } catch {
            return error.isOutcomeUnknown ? .ambiguous(error) : .refused(error)
        }
    }

    private func line(_ mutation: Mutation, _ note: IntentNote?, _ event: JournalEntry.Event) -> JournalEntry {
        JournalEntry(
            act: mutation.act,
            at: now(),
            context: mutation.location.server.context,
            server: mutation.location.server.server,
            serverName: note?.serverName,
            world: mutation.location.world,
            backup: mutation.request.backup,
            title: note?.title,
            step: mutation.request.step,
            event: event,
            payload: note?.payload
        )
    }
}

extension MutationAnswer {
    var event: JournalEntry.Event {
        switch self {
        case .accepted: .accepted
        case let .refused(error): .refused(error.message)
        case let .ambiguous(error): .ambiguous(error.message)
        case let .notSent(reason): .notSent(reason)
        }
    }
}
