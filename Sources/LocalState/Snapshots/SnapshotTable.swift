import BackupKit
import FoundationEssentials
import GRDB

/// The rows of the file of snapshots, written and read. The names of the tables hold the version of their columns: a
/// version with other columns has other tables beside them. Times are in seconds since 2001-01-01 00:00 UTC.
enum SnapshotTable {
    /// Makes what is missing in the file.
    static func make(in db: Database) throws {
        try db.execute(sql: """
        CREATE TABLE IF NOT EXISTS contexts_1 (
            context TEXT NOT NULL PRIMARY KEY,
            origin TEXT NOT NULL,
            read_at REAL NOT NULL,
            format INTEGER NOT NULL,
            servers BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS lists_1 (
            context TEXT NOT NULL,
            server TEXT NOT NULL,
            has_world INTEGER NOT NULL,
            world TEXT NOT NULL,
            read_at REAL NOT NULL,
            format INTEGER NOT NULL,
            backups BLOB NOT NULL,
            PRIMARY KEY (context, server, has_world, world)
        );
        """)
    }

    /// Puts a context's servers and lists in place of older ones; to be called in a transaction.
    static func save(_ rows: SnapshotRows, in db: Database) throws {
        let context = StoredText.value(rows.context.rawValue)
        try removeVanished(rows, of: context, in: db)
        try db.execute(
            sql: "INSERT OR REPLACE INTO contexts_1 (context, origin, read_at, format, servers) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                context, StoredText.value(rows.origin), rows.readAt.timeIntervalSinceReferenceDate,
                SnapshotRows.format, rows.servers,
            ]
        )
        let statement = try db.cachedStatement(sql: """
        INSERT OR REPLACE INTO lists_1 (context, server, has_world, world, read_at, format, backups)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
        for list in rows.lists {
            try statement.execute(arguments: [
                context, StoredText.value(list.place.server.rawValue), list.place.world != nil,
                StoredText.value(list.place.world?.rawValue ?? ""), list.readAt.timeIntervalSinceReferenceDate,
                SnapshotRows.format, list.backups,
            ])
        }
    }

    /// What is kept of a context; nil for nothing, for another origin, and for a form that this version does not know.
    static func load(_ context: Context.ID, origin: String, in db: Database) throws -> SnapshotRows? {
        let known = StatementArguments([StoredText.value(context.rawValue), SnapshotRows.format.databaseValue])
        let head = try Row.fetchOne(
            db, sql: "SELECT origin, read_at, servers FROM contexts_1 WHERE context = ? AND format = ?",
            arguments: known
        )
        guard let head, StoredText.text(head["origin"]) == origin, let servers = Data.fromDatabaseValue(head["servers"])
        else { return nil }
        let lists = try Row.fetchAll(
            db, sql: """
            SELECT server, has_world, world, read_at, backups FROM lists_1 WHERE context = ? AND format = ?
            ORDER BY server, has_world, world
            """, arguments: known
        )
        return SnapshotRows(
            context: context,
            origin: origin,
            readAt: date(head["read_at"]),
            servers: servers,
            lists: lists.compactMap { row in
                Data.fromDatabaseValue(row["backups"]).map {
                    SnapshotRows.List(place: place(row), readAt: date(row["read_at"]), backups: $0)
                }
            }
        )
    }

    private static func removeVanished(_ rows: SnapshotRows, of context: DatabaseValue, in db: Database) throws {
        let former = try DatabaseValue.fetchOne(
            db, sql: "SELECT origin FROM contexts_1 WHERE context = ?", arguments: [context]
        )
        guard StoredText.text(former ?? .null) == rows.origin else {
            return try db.execute(sql: "DELETE FROM lists_1 WHERE context = ?", arguments: [context])
        }
        let kept = try Row.fetchAll(
            db, sql: "SELECT rowid, server, has_world, world FROM lists_1 WHERE context = ?", arguments: [context]
        )
        for row in kept where !rows.places.contains(place(row)) {
            try db.execute(sql: "DELETE FROM lists_1 WHERE rowid = ?", arguments: [row["rowid"] as DatabaseValue])
        }
    }

    private static func place(_ row: Row) -> BackupLocation {
        let world = StoredText.text(row["world"]) ?? ""
        return BackupLocation(
            server: Server.ID(StoredText.text(row["server"]) ?? ""),
            world: Bool.fromDatabaseValue(row["has_world"]) == true ? World.ID(world) : nil
        )
    }

    private static func date(_ value: DatabaseValue) -> Date {
        Date(timeIntervalSinceReferenceDate: Double.fromDatabaseValue(value) ?? 0)
    }
}
