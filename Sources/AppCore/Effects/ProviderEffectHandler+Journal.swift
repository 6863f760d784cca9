import BackupKit
import FoundationEssentials

/// The journal and the locks of this machine.
extension ProviderEffectHandler {
    /// Takes the lock, gets the writer ready and writes the first line; nil when all three are there, else why not.
    func begin(_ order: WorkOrder) async -> ProviderError? {
        await locked(order) { () async throws(ProviderError) in
            let writer = providers[order.server.context]?.writer
            try await writer?.beginWork()
            do throws(ProviderError) {
                try await write(order.entry)
            } catch {
                await writer?.endWork()
                throw error
            }
        }
    }

    /// Writes the last line under the lock: whoever is at it must not lose it.
    func close(_ order: WorkOrder) async -> ProviderError? {
        let problem = await locked(order) { () async throws(ProviderError) in try await write(order.entry) }
        if problem == nil { await locks.release(order.place) }
        return problem
    }

    /// Does something under the lock and keeps it; where that fails, the lock is given back.
    private func locked(
        _ order: WorkOrder,
        _ work: () async throws(ProviderError) -> Void
    ) async -> ProviderError? {
        do {
            try await locks.acquire(order.place, for: order.entry.act)
        } catch {
            return ProviderError(error.isHeld ? .conflict : .serverFailure, error.message)
        }
        do throws(ProviderError) {
            if let problem = try await change(in: order) { throw ProviderError(.conflict, problem) }
            try await work()
            return nil
        } catch {
            await locks.release(order.place)
            return error
        }
    }

    private func write(_ entry: JournalEntry) async throws(ProviderError) {
        do {
            try await journal.record(entry)
        } catch {
            throw ProviderError(.serverFailure, "the journal could not be written: \(error.message)")
        }
    }

    /// What became of work that is to be gone on with since it was read; nil where nothing did. Only who has the lock
    /// can tell.
    private func change(in order: WorkOrder) async throws(ProviderError) -> String? {
        guard let lines = order.lines else { return nil }
        let now: [JournalLine]?
        do {
            now = try await journal.unfinished().first { $0.first?.entry.act == order.entry.act }
        } catch {
            throw ProviderError(.serverFailure, "the journal could not be read: \(error.message)")
        }
        return now?.count == lines ? nil : "another session went on with it meanwhile: start Backtop again"
    }

    func release(_ place: WorkPlace, of context: Context.ID) async -> AppAction? {
        await providers[context]?.writer?.endWork()
        await locks.release(place)
        return nil
    }

    /// Writes a line about something that has happened already: there is nothing left to hold back.
    func keep(_ entry: JournalEntry) async -> AppAction? {
        do {
            try await journal.record(entry)
            return nil
        } catch {
            return .lineLost(error.message)
        }
    }

    func unfinished() async -> Result<[[JournalLine]], JournalError> {
        do {
            return try await .success(journal.unfinished())
        } catch {
            return .failure(error)
        }
    }

    /// Lines that a screen can use; the file holds more.
    private static let shownLines = 500

    func latestLines() async -> Result<[JournalLine], JournalError> {
        do {
            return try await .success(journal.latest(Self.shownLines))
        } catch {
            return .failure(error)
        }
    }

    /// Reads back in the journal until its lines are older than an unlock counts.
    func recentUnlocks(on server: Server.ID) async -> Result<RecentUnlocks, JournalError> {
        var count = Self.shownLines
        do {
            while true {
                let lines = try await journal.latest(count)
                let isPast = lines.last.map { now().timeIntervalSince($0.entry.at) > RecentUnlocks.span } ?? true
                if isPast || lines.count < count { return .success(RecentUnlocks(lines, on: server)) }
                count *= 4
            }
        } catch {
            return .failure(error)
        }
    }

    func recall(
        _ location: LocationRef,
        _ backup: Backup.ID,
        _ options: RestoreOptions,
        askedAt: Date
    ) async -> AppAction? {
        await providers[location.server.context]?.reader.recallRestore(
            of: backup, options, at: location.location, askedAt: askedAt
        )
        return nil
    }
}
