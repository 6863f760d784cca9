import BackupKit
import ProviderSupport

/// Promises about what is read when all is well, or nearly.
enum ReadingPromises {
    static func broken(_ promise: ProviderPromise, by subject: ConformanceSubject) async -> String? {
        let session = ConformanceSession(subject, subject.answer)
        switch promise {
        case .readsServers: return await servers(session)
        case .listsBackups: return await list(session)
        case .readsOneBackup: return await one(session)
        case .damagedRowsLeaveTheOthers:
            return await damage(ConformanceSession(subject, subject.answerWithDamage))
        case .unknownStatesAreUnknown:
            return await unknown(ConformanceSession(subject, subject.answerWithUnknownState))
        case .readersOnlyRead:
            _ = await session.readAll()
            return session.transport.mutations.isEmpty ? nil : "a reading sent \(session.transport.mutations[0].method)"
        case .readsForAnActAreUrgent: return await urgency(session)
        case .cancelledReadsEnd: return await cancellation(ConformanceSession(subject, always: .hang))
        default: return "\(promise) is no promise about reading"
        }
    }

    private static func servers(_ session: ConformanceSession) async -> String? {
        do {
            let servers = try await session.reader.servers()
            guard servers.contains(where: { $0.id == session.subject.location.server }) else {
                return "the server is not in the list of \(servers.count)"
            }
            let one = try await session.reader.server(session.subject.location.server)
            return one.id == session.subject.location.server ? nil : "another server was read"
        } catch {
            return error.message
        }
    }

    private static func list(_ session: ConformanceSession) async -> String? {
        switch await session.list() {
        case let .failure(error): return error.message
        case let .success(listing):
            let ids = listing.backups.map(\.id)
            if Set(ids).count != ids.count { return "an id stands twice" }
            if listing.unreadable > 0 { return "\(listing.unreadable) values of a good list were not read" }
            guard let backup = listing.backups.first(where: { $0.id == session.subject.backup }) else {
                return "the backup is not in the list"
            }
            return backup.state == .completed ? nil : "the backup is \(backup.state.rawValue)"
        }
    }

    private static func one(_ session: ConformanceSession) async -> String? {
        do {
            let backup = try await session.reader.backup(session.subject.backup, at: session.subject.location)
            return backup.id == session.subject.backup ? nil : "another backup was read"
        } catch {
            return error.message
        }
    }

    private static func damage(_ session: ConformanceSession) async -> String? {
        switch await session.list() {
        case let .failure(error): return "one damaged row made the list unreadable: \(error.message)"
        case let .success(listing):
            if listing.unreadable == 0 { return "the damaged row was not counted" }
            return listing.backups.isEmpty ? "the good rows are gone" : nil
        }
    }

    private static func unknown(_ session: ConformanceSession) async -> String? {
        switch await session.list() {
        case let .failure(error): "an unknown state made the list unreadable: \(error.message)"
        case let .success(listing):
            listing.backups.contains { $0.state == .unknown } ? nil : "no backup is in an unknown state"
        }
    }

    private static func urgency(_ session: ConformanceSession) async -> String? {
        _ = await ReadPurpose.$current.withValue(.act) { await session.list() }
        guard let first = session.transport.requests.first else { return "nothing was asked" }
        return first.isUrgent ? nil : "a reading for an act is not urgent"
    }

    private static func cancellation(_ session: ConformanceSession) async -> String? {
        let task = Task { await session.list() }
        await session.transport.waitForRequest()
        task.cancel()
        switch await task.value {
        case .success: return "a cancelled reading succeeded"
        case let .failure(error): return error.code == .cancelled ? nil : "it ended as \(error.code.rawValue)"
        }
    }
}
