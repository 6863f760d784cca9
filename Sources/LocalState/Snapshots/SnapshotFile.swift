import BackupKit
import GRDB
import SystemPackage

/// The file of snapshots: where it is, how it is opened, and what becomes of a damaged one.
///
/// Nothing else in this program may open that file: closing it would take SQLite's locks away.
struct SnapshotFile: Sendable {
    static let name = "snapshots.sqlite"

    /// An opened file, and which one it was.
    struct Opened: Sendable {
        let queue: DatabaseQueue
        let identity: FolderEntry.Identity?
    }

    let folder: FilePath
    /// For how long another program may hold the file. Short: a screen waits for it, and can do without.
    let patience: Duration

    /// The file, for messages.
    var path: String {
        folder.appending(Self.name).string
    }

    /// Opens the file, made where it is not there. A damaged one gives way to an empty one.
    func open() throws(SnapshotError) -> Opened {
        do {
            let state = try StateFolder(folder)
            do {
                return try opened(in: state)
            } catch let error as DatabaseError where Self.isBeyondUse(error) {
                try setAside(identity(in: state))
                return try opened(in: state)
            }
        } catch {
            throw SnapshotError(error, about: path)
        }
    }

    /// Renames the file, unless another one has taken its place. One damaged file is kept at most.
    func setAside(_ identity: FolderEntry.Identity?) throws(SnapshotError) {
        do {
            let state = try StateFolder(folder)
            guard let identity, try self.identity(in: state) == identity else { return }
            do throws(Errno) {
                // It belongs to the damaged file; SQLite would play it into the new one.
                try state.folder.unlink(Self.name + "-journal")
            } catch .noSuchFileOrDirectory {}
            try state.folder.rename(Self.name, replacing: Self.name + ".damaged")
        } catch {
            throw SnapshotError(error, about: path)
        }
    }

    /// Whether an error says that nothing more can be had from the file: it is damaged, no database, or its tables are
    /// somebody else's.
    static func isBeyondUse(_ error: DatabaseError) -> Bool {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR: true
        default: false
        }
    }

    private func identity(in state: StateFolder) throws(Errno) -> FolderEntry.Identity? {
        try state.folder.entry(Self.name)?.identity
    }

    private func opened(in state: StateFolder) throws -> Opened {
        let path = try state.prepareFile(Self.name).string
        let identity = try identity(in: state)
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience / .seconds(1))
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            // Losing the last snapshot to a power failure is no harm, and a file that suffered is replaced.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try SnapshotTable.make(in: db)
        }
        return Opened(queue: queue, identity: identity)
    }
}
