import BackupKit
import ProviderSupport
import ServiceClient

extension StellarStackMapping {
    /// The servers in the panel's order, each once. A list tells nothing of their processes.
    static func servers(_ list: StellarStackWire.ServerList) -> [Server] {
        var known: Set = [""]
        return list.servers.elements.filter { known.insert($0.id).inserted }.map { server($0, nil) }
    }

    /// One server; the node's word on its process may be missing.
    static func server(_ row: StellarStackWire.Server, _ stats: StellarStackWire.Stats?) -> Server {
        Server(
            id: Server.ID(row.id),
            name: row.name.value ?? "",
            quota: row.backupLimit.value.flatMap { $0 < 0 ? nil : Quota(used: nil, limit: $0) },
            condition: condition(row, stats),
            power: stats.map { power($0.state.value) } ?? row.status.value.flatMap(powerOfLaterGeneration)
        )
    }

    /// What stands in the way first; the node knows better than the row what goes on.
    private static func condition(
        _ row: StellarStackWire.Server,
        _ stats: StellarStackWire.Stats?
    ) -> Server.Condition {
        let status = row.status.value
        if row.suspended.value == true || status == "SUSPENDED" { return .suspended(reason: nil) }
        if row.node.value?.isOnline.value == false { return .unavailable("on a node that is offline") }
        if stats?.isInstalling.value == true { return .installing }
        if stats?.isTransferring.value == true { return .unavailable("being moved to another node") }
        if stats?.isRestoring.value == true { return .restoring }
        switch status {
        case "INSTALLING": return .installing
        case "RESTORING": return .restoring
        case "MAINTENANCE": return .unavailable("under maintenance")
        case "ERROR": return .broken
        case "STARTING", "RUNNING", "STOPPING", "STOPPED": return .available
        // The later generations' words.
        case "starting", "running", "stopping", "offline": return installing(row) ?? .available
        case let .some(word): return .unknown(PlainText.line(word, limit: 40))
        case nil: return stats == nil ? .unknown("not told") : .available
        }
    }

    private static func installing(_ row: StellarStackWire.Server) -> Server.Condition? {
        row.installState.value?.lowercased() == "installing" ? .installing : nil
    }

    /// The state in the node's statistics (sheet 4.3).
    private static func power(_ word: String?) -> PowerState {
        word.flatMap(powerOfLaterGeneration) ?? .unknown
    }

    /// A row of generation A tells what was asked for last, not what is; a later one uses the node's words.
    private static func powerOfLaterGeneration(_ word: String) -> PowerState? {
        switch word {
        case "running": .running
        case "starting": .starting
        case "stopping": .stopping
        case "offline": .stopped
        default: nil
        }
    }
}
