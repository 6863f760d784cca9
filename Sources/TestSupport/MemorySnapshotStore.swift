public import BackupKit

/// Snapshots that live as long as the test.
public actor MemorySnapshotStore: SnapshotStore {
    private var kept: [Context.ID: ContextSnapshot] = [:]
    private var failure: SnapshotError?

    /// Keeps what is given from the start.
    public init(_ snapshots: [ContextSnapshot] = []) {
        kept = Dictionary(snapshots.map { ($0.context, $0) }) { $1 }
    }

    /// From now on nothing can be kept or read; nil makes it work again.
    public func fail(with error: SnapshotError?) {
        failure = error
    }

    /// Keeps the servers and the given lists.
    public func save(_ snapshot: ContextSnapshot) throws(SnapshotError) {
        if let failure { throw failure }
        let former = kept[snapshot.context].flatMap { $0.origin == snapshot.origin ? $0.lists : nil } ?? []
        let given = Set(snapshot.lists.map(\.place))
        let places = snapshot.places
        var snapshot = snapshot
        snapshot.lists = (former.filter { !given.contains($0.place) } + snapshot.lists).filter {
            places.contains($0.place)
        }
        kept[snapshot.context] = snapshot
    }

    /// The last known state of a context.
    public func load(_ context: Context.ID, origin: String) throws(SnapshotError) -> ContextSnapshot? {
        if let failure { throw failure }
        return kept[context].flatMap { $0.origin == origin ? $0 : nil }
    }
}
