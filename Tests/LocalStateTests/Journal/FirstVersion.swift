/// A journal as the first version wrote it. Never changed: such files are about.
enum FirstVersion {
    static let file = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('v1');
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
    INSERT INTO acts VALUES ('act-0', 0, 0, NULL), ('act-1', 1, 1, '0011223344556677');
    INSERT INTO lines VALUES
        (3, 'act-0', 817387100, 'prod', 's', NULL, NULL, NULL, NULL, 'lock', 'accepted', NULL, NULL, 'alice', NULL),
        (7, 'act-1', 817387200, 'prod', '5f1c2d3e', 'smp-main', NULL, 'b1', 'nightly', 'plan', 'begun', NULL,
            '{}', 'alice', '192.0.2.9'),
        (8, 'act-1', 817387200.5, 'prod', '5f1c2d3e', 'smp-main', NULL, 'b1', 'nightly', 'stop', 'refused', 'busy',
            NULL, 'alice', '192.0.2.9');
    """
}
