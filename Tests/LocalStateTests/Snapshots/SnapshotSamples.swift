import BackupKit
import FoundationEssentials

extension Date {
    /// A time with more digits than whole seconds.
    static let sample = Date(timeIntervalSinceReferenceDate: 816_523_456.123_456_7)
}

extension Backup {
    /// A backup of which everything is known.
    static let known = Backup(
        id: "b1",
        name: "nightly",
        createdAt: .sample,
        completedAt: .sample + 0.1,
        state: .completed,
        kind: .automatic,
        size: 9_007_199_254_740_993,
        checksum: Checksum(algorithm: .sha256, value: "ab12"),
        isLocked: true,
        expiresAt: .sample + 1e6,
        ignoredPatterns: ["*.log", ""],
        creator: "bob",
        restorer: "eve",
        failure: "none"
    )
}

extension Server {
    /// A server of which everything is known.
    static let known = Server(
        id: "5f1c2d3e",
        name: "smp-main",
        worlds: [World(id: "w1", name: "Old", isActive: false), World(id: "w2", name: "", isActive: true)],
        quota: Quota(used: 3, limit: 5),
        condition: .suspended(reason: "unpaid"),
        permissions: Set(Permission.allCases),
        power: .crashed
    )
}

extension ListSnapshot {
    /// A list with one backup of a name.
    static func sample(_ server: Server.ID, _ world: World.ID? = nil, _ backup: Backup.ID = "b") -> ListSnapshot {
        ListSnapshot(server: server, world: world, backups: [Backup(id: backup, state: .completed)], readAt: .sample)
    }
}

extension ContextSnapshot {
    /// What was known of a context.
    static func sample(
        _ servers: [Server] = [.known],
        _ lists: [ListSnapshot] = [],
        context: Context.ID = "prod",
        origin: String = "https://panel.example"
    ) -> ContextSnapshot {
        ContextSnapshot(context: context, origin: origin, servers: servers, readAt: .sample, lists: lists)
    }
}

extension ScratchState {
    /// The file of snapshots.
    var snapshotFile: String {
        path + "/snapshots.sqlite"
    }
}
