import GRDB

/// The tables of the journal. A step that was released is never changed; what is new is a step of its own.
///
/// `lines` is the record. `at` is in seconds since 2001-01-01 00:00 UTC, which is what `Date` holds, so nothing is
/// rounded: `datetime(at + 978307200, 'unixepoch')`. `acts` follows each act, so that open acts are found without
/// reading the record and so that a line of an event that only a newer version knows still counts.
enum JournalSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: v1)
        }
        return migrator
    }

    /// Makes what is missing in the file.
    static func migrate(_ queue: DatabaseQueue) throws {
        let migrator = migrator
        for _ in migrator.migrations {
            do {
                return try migrator.migrate(queue)
            } catch DatabaseError.SQLITE_ERROR, DatabaseError.SQLITE_CONSTRAINT {
                // Another program made the same step at this very moment: the next round finds it made.
            }
        }
        try migrator.migrate(queue)
    }

    private static let v1 = """
    CREATE TABLE acts (
        act TEXT NOT NULL PRIMARY KEY,
        has_begun INTEGER NOT NULL,
        is_open INTEGER NOT NULL,
        plan_digest TEXT
    ) WITHOUT ROWID;
    CREATE INDEX open_acts ON acts (act) WHERE is_open;
    CREATE TABLE lines (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        act TEXT NOT NULL REFERENCES acts (act),
        at REAL NOT NULL,
        context TEXT NOT NULL,
        server TEXT NOT NULL,
        server_name TEXT,
        world TEXT,
        backup TEXT,
        title TEXT,
        step TEXT NOT NULL,
        event TEXT NOT NULL,
        detail TEXT,
        payload TEXT,
        user TEXT NOT NULL,
        ssh_client TEXT
    );
    CREATE INDEX lines_of_act ON lines (act, number);
    """
}
