import Synchronization

/// Lists of backups that are rendered once per change, and of them only the rows that changed.
final class RenderedLists<Key: Hashable & Sendable>: Sendable {
    /// A row as it was last rendered.
    private struct Row {
        let revision: Int
        let json: JSON
    }

    /// A list as it was last rendered.
    private struct Rendering {
        /// Revision of the shelf that it shows.
        let revision: Int
        let rows: [JSON]
        let known: [StoredBackup.ID: Row]
        /// All rows as one array, once somebody asked for that.
        var whole: JSON?
    }

    private let lists = Mutex<[Key: Rendering]>([:])

    /// The backups that `select` picks of a shelf, in its order. `select` and `row` must depend on nothing but what
    /// changes a row's revision.
    func rows(
        of key: Key,
        on shelf: BackupShelf,
        select: ([StoredBackup]) -> [StoredBackup] = { $0 },
        row render: (StoredBackup) -> JSON
    ) -> [JSON] {
        rendering(of: key, on: shelf, select, render).rows
    }

    /// The same as one array.
    func list(
        of key: Key,
        on shelf: BackupShelf,
        select: ([StoredBackup]) -> [StoredBackup] = { $0 },
        row render: (StoredBackup) -> JSON
    ) -> JSON {
        let rendering = rendering(of: key, on: shelf, select, render)
        if let whole = rendering.whole {
            return whole
        }
        let whole = JSON.rendered(JSON.array(rendering.rows).bytes)
        lists.withLock { lists in
            if lists[key]?.revision == rendering.revision {
                lists[key]?.whole = whole
            }
        }
        return whole
    }

    private func rendering(
        of key: Key,
        on shelf: BackupShelf,
        _ select: ([StoredBackup]) -> [StoredBackup],
        _ render: (StoredBackup) -> JSON
    ) -> Rendering {
        let old = lists.withLock { $0[key] }
        if let old, old.revision == shelf.revision {
            return old
        }
        var rows: [JSON] = []
        var known: [StoredBackup.ID: Row] = [:]
        for row in select(shelf.rows) {
            let same = old?.known[row.id].flatMap { $0.revision == row.revision ? $0 : nil }
            let rendered = same ?? Row(revision: row.revision, json: .rendered(render(row).bytes))
            rows.append(rendered.json)
            known[row.id] = rendered
        }
        let fresh = Rendering(revision: shelf.revision, rows: rows, known: known)
        lists.withLock { $0[key] = fresh }
        return fresh
    }
}
