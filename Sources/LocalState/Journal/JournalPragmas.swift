import BackupKit
import GRDB

/// What must hold for a connection so that a recorded line outlives a crash and a power failure.
struct JournalPragmas {
    let wanted: [(name: String, value: String)]

    /// The settings, with the time for which a locked file is waited for.
    init(patience: Duration) {
        let milliseconds = patience.components.seconds * 1000 + patience.components.attoseconds / 1_000_000_000_000_000
        wanted = [
            ("busy_timeout", "\(milliseconds)"),
            ("journal_mode", "delete"),
            // EXTRA, which is FULL and one thing more: the folder is synced when the rollback journal is gone. Without
            // that the rollback journal may be back after a power failure, and take the last line with it.
            ("synchronous", "3"),
            // Where a sync does not reach the disk by itself.
            ("fullfsync", "1"),
            ("foreign_keys", "1"),
        ]
    }

    /// Sets every one.
    func set(in db: Database) throws {
        for (name, value) in wanted {
            try db.execute(sql: "PRAGMA \(name) = \(value)")
        }
    }

    /// Throws when one is not as it was set.
    func verify(in db: Database, path: String) throws {
        for (name, value) in wanted {
            let actual = try String.fetchOne(db, sql: "PRAGMA \(name)") ?? "not there"
            guard actual == value else {
                throw JournalError(
                    "\(path) cannot be kept safely: SQLite's \(name) is \(actual), not \(value); use another SQLite"
                )
            }
        }
    }
}
