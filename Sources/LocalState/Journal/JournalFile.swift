import BackupKit
import GRDB
import SystemPackage

/// The journal's file, opened so that what is written stays.
///
/// Nothing else in this program may open that file: closing it would take SQLite's locks away.
struct JournalFile: Sendable {
    static let name = "journal.sqlite"

    let path: String
    let queue: DatabaseQueue

    /// Opens the file in a state folder, made where it is not there. Refuses a file that is damaged, that is not ours,
    /// or that a newer version wrote. Never removes or renames it.
    init(in folder: String, limits: JournalLimits) throws(JournalError) {
        let state: StateFolder
        do throws(StateFailure) {
            state = try StateFolder(FilePath(folder))
            path = try state.prepareFile(Self.name).string
        } catch {
            throw JournalError(error.message)
        }
        do {
            let bytes = try state.folder.entry(Self.name)?.bytes ?? 0
            queue = try Self.opened(path, limits, bytes: bytes)
        } catch {
            throw JournalError(error, about: path)
        }
    }

    private static func opened(_ path: String, _ limits: JournalLimits, bytes: Int64) throws -> DatabaseQueue {
        var configuration = Configuration()
        let pragmas = JournalPragmas(patience: limits.patience)
        // Needed before the first pragma: another program may have the file locked at this moment.
        configuration.busyMode = .timeout(limits.patience / .seconds(1))
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try pragmas.set(in: db)
            if let pages = limits.pages {
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            try demandOurs(db, path)
            if bytes <= limits.checkedBytes {
                try demandWhole(db, path)
            }
        }
        try JournalSchema.migrate(queue)
        try queue.writeWithoutTransaction { db in
            try JournalTable.prune(db, keeping: limits.lines)
            try pragmas.verify(in: db, path: path)
        }
        return queue
    }

    private static func demandOurs(_ db: Database, _ path: String) throws {
        // In one transaction: another program may be making the tables.
        try db.inTransaction(.deferred) {
            // The table of steps is the first that is made.
            let foreign = try Bool.fetchOne(
                db, sql: "SELECT count(*) > 0 AND sum(name = 'grdb_migrations') = 0 FROM sqlite_master"
            )
            if foreign == true {
                throw JournalError("\(path) is a database of another program: move it away and start Backtop again")
            }
            if try JournalSchema.migrator.hasBeenSuperseded(db) {
                throw JournalError("\(path) was written by a newer Backtop: use that one, or move the file away")
            }
            return .commit
        }
    }

    /// Line after line could go into a damaged file and none be found again, just when one is needed.
    private static func demandWhole(_ db: Database, _ path: String) throws {
        let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard answer == "ok" else { throw JournalError.damaged(path, answer) }
    }
}
