import BackupKit
import FoundationEssentials

/// The journal and the locks of this machine.
extension ProviderEffectHandler {
    /// Takes the lock and writes the first line; nil when both are there, else why not.
    func begin(_ order: WorkOrder) async -> String? {
        do {
            try await locks.acquire(order.place, for: order.entry.act)
        } catch {
            return error.message
        }
        do {
            if let problem = try await change(in: order) {
                await locks.release(order.place)
                return problem
            }
            try await journal.record(order.entry)
            return nil
        } catch {
            await locks.release(order.place)
            return "the journal could not be written: \(error.message)"
        }
    }

    /// What became of work that is to be gone on with since it was read; nil where nothing did. Only who has the lock
    /// can tell.
    private func change(in order: WorkOrder) async throws(JournalError) -> String? {
        guard let lines = order.lines else { return nil }
        let now = try await journal.unfinished().first { $0.first?.entry.act == order.entry.act }
        return now?.count == lines ? nil : "another session went on with it meanwhile: start Backtop again"
    }

    func release(_ place: WorkPlace) async -> AppAction? {
        await locks.release(place)
        return nil
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
