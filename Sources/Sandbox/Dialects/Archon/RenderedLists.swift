import Synchronization

/// Lists of backups that are rendered once per change, and of them only the rows that changed.
final class RenderedLists: Sendable {
    /// A rendered list, the revision of the shelf it shows, and its rows.
    private struct RenderedList {
        let revision: Int
        let bytes: [UInt8]
        let rows: [StoredBackup.ID: (revision: Int, bytes: [UInt8])]
    }

    private let lists = Mutex<[World.ID: RenderedList]>([:])

    /// The backups of a world, oldest first. `row` must depend on nothing but what changes a row's revision.
    func list(of world: World.ID, on server: GameServer, row render: (StoredBackup) -> JSON) -> JSON {
        let revision = server.shelf.revision
        let known = lists.withLock { $0[world] }
        if let known, known.revision == revision {
            return .rendered(known.bytes)
        }
        var rows: [StoredBackup.ID: (revision: Int, bytes: [UInt8])] = [:]
        var rendered: [JSON] = []
        for row in server.shelf.rows where row.world == world {
            let old = known?.rows[row.id]
            let bytes = old?.revision == row.revision ? old?.bytes ?? [] : render(row).bytes
            rows[row.id] = (row.revision, bytes)
            rendered.append(.rendered(bytes))
        }
        let bytes = JSON.array(rendered).bytes
        lists.withLock { $0[world] = RenderedList(revision: revision, bytes: bytes, rows: rows) }
        return .rendered(bytes)
    }
}
