/// A server's backups in the order of their creation, found by id in constant time.
struct BackupShelf: Sendable {
    private(set) var rows: [StoredBackup] = []
    private var positions: [StoredBackup.ID: Int] = [:]
    /// Grows with every change; rendered lists are kept as long as it stays.
    private(set) var revision = 0

    /// The backup called `id`.
    subscript(id: StoredBackup.ID) -> StoredBackup? {
        positions[id].map { rows[$0] }
    }

    mutating func reserve(_ count: Int) {
        rows.reserveCapacity(count)
        positions.reserveCapacity(count)
    }

    mutating func append(_ backup: StoredBackup) {
        revision += 1
        positions[backup.id] = rows.count
        rows.append(backup)
        rows[rows.count - 1].revision = revision
    }

    /// Changes one row in place; does nothing where it is gone.
    mutating func update(_ id: StoredBackup.ID, _ change: (inout StoredBackup) -> Void) {
        guard let position = positions[id] else { return }
        revision += 1
        change(&rows[position])
        rows[position].revision = revision
    }

    mutating func remove(_ id: StoredBackup.ID) {
        guard let position = positions.removeValue(forKey: id) else { return }
        rows.remove(at: position)
        for later in position ..< rows.count {
            positions[rows[later].id] = later
        }
        revision += 1
    }
}
