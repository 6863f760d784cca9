import FoundationEssentials

/// A game server of the emulated service with its worlds and backups.
struct GameServer: Sendable {
    /// A server's id as it stands in paths.
    struct ID: Hashable, Sendable {
        let text: String
    }

    let id: ID
    /// Position in the fleet; the dialects vary harmless details by it.
    let index: Int
    var name: String
    var worlds: [World]
    var shelf = BackupShelf()
    var power = PowerState.running
    /// While set, commands are accepted but no state after `stopping` or `starting` is reached.
    var powerIsStuck = false
    var condition = ServerCondition.normal
    /// What had become of its backups at the start.
    var fate = ServerFate.fresh
    /// Most backups the server may have.
    var quota: Int
    /// The limit while no fault sets another.
    let usualQuota: Int
    /// When the game last came up; `nil` while it is down.
    var runningSince: Date?

    /// The world that runs.
    var activeWorld: World? {
        worlds.first { $0.isActive } ?? worlds.first
    }

    /// The world called `id`.
    func world(_ id: World.ID) -> World? {
        worlds.first { $0.id == id }
    }
}
