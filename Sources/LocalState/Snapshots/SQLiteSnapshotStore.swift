public import BackupKit
import GRDB
import SystemPackage

/// Snapshots in a file of their own, `snapshots.sqlite` in the state folder, which several programs may use at a time.
///
/// Folder and file are made for their owner only and refused where others may write. The file is opened when it is
/// first needed. It holds nothing that cannot be read again from the services: a damaged one is renamed to
/// `snapshots.sqlite.damaged` and a new one made; what a row holds that cannot be read counts as never kept. Another
/// program that has the file locked is waited for a quarter of a second. The file must lie on a disk of this machine.
public actor SQLiteSnapshotStore: SnapshotStore {
    private let file: SnapshotFile
    private var opened: SnapshotFile.Opened?

    /// The snapshots of a state folder, which is looked at only when they are used.
    public init(folder: String) {
        self.init(folder: folder, patience: .milliseconds(250))
    }

    init(folder: String, patience: Duration) {
        file = SnapshotFile(folder: FilePath(folder), patience: patience)
    }

    /// Keeps the servers in place of those kept before, and the given lists, all or nothing.
    public func save(_ snapshot: ContextSnapshot) async throws(SnapshotError) {
        let rows: SnapshotRows
        do {
            rows = try SnapshotRows(snapshot)
        } catch {
            throw SnapshotError(error, about: file.path)
        }
        try await access { db in
            try db.inTransaction(.immediate) {
                try SnapshotTable.save(rows, in: db)
                return .commit
            }
        }
    }

    /// The last known state of a context; nil where none was kept, or it was of another origin.
    public func load(_ context: Context.ID, origin: String) async throws(SnapshotError) -> ContextSnapshot? {
        let rows = try await access { db in
            var rows: SnapshotRows?
            try db.inTransaction(.deferred) {
                rows = try SnapshotTable.load(context, origin: origin, in: db)
                return .commit
            }
            return rows
        }
        return rows?.snapshot
    }

    /// Work on the file, once more in a new file where the present one turned out to be damaged or has gone.
    private func access<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(SnapshotError) -> Value {
        let first = try ready()
        do {
            return try await Self.run(work, on: first.queue)
        } catch let error as DatabaseError where SnapshotFile.isBeyondUse(error) {
            try file.setAside(first.identity)
        } catch DatabaseError.SQLITE_READONLY_DBMOVED {
            // Another program found it damaged, or somebody tidied up.
        } catch {
            throw SnapshotError(error, about: file.path)
        }
        // Several may have found out at the same time: the first of them opens the new file.
        if opened?.queue === first.queue { opened = nil }
        do {
            return try await Self.run(work, on: ready().queue)
        } catch {
            throw SnapshotError(error, about: file.path)
        }
    }

    private func ready() throws(SnapshotError) -> SnapshotFile.Opened {
        if let opened { return opened }
        let new = try file.open()
        opened = new
        return new
    }

    /// Not GRDB's `async` calls: those stop when the task is cancelled, and what was read is kept also at the end.
    private static func run<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value,
        on queue: DatabaseQueue
    ) async throws -> Value {
        let result = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try work(db) })
            }
        }
        return try result.get()
    }
}
