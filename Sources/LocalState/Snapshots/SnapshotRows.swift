import BackupKit
import FoundationEssentials

/// A snapshot as the file keeps it, made before the file is touched: other programs wait only while it is written.
struct SnapshotRows {
    /// A row of the table of lists.
    struct List {
        let place: BackupLocation
        let readAt: Date
        let backups: Data
    }

    /// Raised when records change so that older ones cannot be read as such.
    static let format = 1

    let context: Context.ID
    let origin: String
    let readAt: Date
    let servers: Data
    let lists: [List]
    /// Where lists can be of.
    let places: Set<BackupLocation>

    init(_ snapshot: ContextSnapshot) throws {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan"
        )
        context = snapshot.context
        origin = snapshot.origin
        readAt = snapshot.readAt
        servers = try encoder.encode(snapshot.servers.map(ServerRecord.init))
        let places = snapshot.places
        lists = try snapshot.lists.filter { places.contains($0.place) }.map { list in
            try List(
                place: list.place,
                readAt: list.readAt,
                backups: encoder.encode(list.backups.map(BackupRecord.init))
            )
        }
        self.places = places
    }

    init(context: Context.ID, origin: String, readAt: Date, servers: Data, lists: [List]) {
        self.context = context
        self.origin = origin
        self.readAt = readAt
        self.servers = servers
        self.lists = lists
        places = []
    }

    /// The snapshot; nil where the servers cannot be read. A list that cannot be read is left out.
    var snapshot: ContextSnapshot? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan"
        )
        // What is damaged counts as never kept.
        guard let servers = try? decoder.decode([ServerRecord].self, from: servers) else { return nil }
        return ContextSnapshot(
            context: context,
            origin: origin,
            servers: servers.map(\.server),
            readAt: readAt,
            lists: lists.compactMap { list in
                // As above.
                guard let backups = try? decoder.decode([BackupRecord].self, from: list.backups) else { return nil }
                return ListSnapshot(
                    server: list.place.server,
                    world: list.place.world,
                    backups: backups.map(\.backup),
                    readAt: list.readAt
                )
            }
        )
    }
}
