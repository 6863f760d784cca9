import BackupKit
import FoundationEssentials
import GRDB

/// The journal's rows, written and read.
enum JournalTable {
    static let latest = """
    SELECT lines.*, acts.plan_digest FROM lines LEFT JOIN acts ON acts.act = lines.act ORDER BY lines.number DESC
    """

    /// From the open acts to their lines, in that order, however SQLite guesses the numbers of rows.
    static let unfinished = """
    SELECT lines.*, acts.plan_digest FROM acts CROSS JOIN lines ON lines.act = acts.act
    WHERE acts.is_open ORDER BY lines.number
    """

    /// Adds a line and follows its act; to be called in a transaction.
    static func insert(_ entry: JournalEntry, by author: JournalAuthor, in db: Database) throws {
        let act = StoredText.value(entry.act.rawValue)
        let standing = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT has_begun, is_open, plan_digest FROM acts WHERE act = ?"),
            arguments: [act]
        )
        var progress = JournalProgress()
        var digest = DatabaseValue.null
        if let standing {
            progress = JournalProgress(hasBegun: standing["has_begun"], isOpen: standing["is_open"])
            digest = standing["plan_digest"]
        }
        progress.follow(entry.event)
        // A light act has no first line of its own: its one intent holds the plan.
        if entry.event == .begun || entry.event == .intent && !progress.hasBegun && digest.isNull {
            digest = StoredText.value(entry.payload.map(PlanDigest.of))
        }
        try db.cachedStatement(sql: """
        INSERT INTO acts (act, has_begun, is_open, plan_digest) VALUES (?, ?, ?, ?)
        ON CONFLICT (act) DO UPDATE SET
            has_begun = excluded.has_begun, is_open = excluded.is_open, plan_digest = excluded.plan_digest
        """).execute(arguments: [act, progress.hasBegun, progress.isOpen, digest])
        try db.cachedStatement(sql: """
        INSERT INTO lines (
            act, at, context, server, server_name, world, backup, title, step, event, detail, payload, user, ssh_client
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """).execute(arguments: StatementArguments(entry.values + author.values))
    }

    /// The lines of a query, up to a number of them. A line of an event that this version does not know, which a newer
    /// one has written, is left out.
    static func lines(_ db: Database, _ query: String, upTo count: Int = .max) throws -> [JournalLine] {
        var lines: [JournalLine] = []
        let rows = try Row.fetchCursor(db.cachedStatement(sql: query))
        while lines.count < count, let row = try rows.next() {
            if let line = JournalLine(row) { lines.append(line) }
        }
        return lines
    }

    /// Takes away the oldest lines, so that no more than a number of them is kept beside those of open acts.
    static func prune(_ db: Database, keeping count: Int64) throws {
        // Numbers grow by one.
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM lines") ?? 0
        let old = "number <= \(last - count) AND act NOT IN (SELECT act FROM acts WHERE is_open)"
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM lines WHERE \(old) LIMIT 1") != nil else { return }
        do {
            try db.inTransaction {
                try db.execute(sql: "DELETE FROM lines WHERE \(old)")
                try db.execute(sql: """
                DELETE FROM acts WHERE NOT is_open AND NOT EXISTS (SELECT 1 FROM lines WHERE lines.act = acts.act)
                """)
                return .commit
            }
        } catch DatabaseError.SQLITE_BUSY, DatabaseError.SQLITE_FULL {
            // Nothing depends on it: the next program that opens the journal does it.
        }
    }
}
