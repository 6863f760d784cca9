import BackupKit
import ProviderSupport
import ServiceClient

extension ArchonMapping {
    /// Joins the two server lists by id, in the order of the newer one. A server that only the older one knows follows
    /// without worlds.
    static func servers(_ rows: [ArchonWire.Server], _ legacy: [ArchonWire.LegacyServer]) -> [Server] {
        let legacyByID = Dictionary(legacy.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        var servers: [Server] = []
        var known: Set = [""]
        for row in rows where known.insert(row.id).inserted {
            servers.append(server(row, legacyByID[row.id]))
        }
        for row in legacy where known.insert(row.id).inserted {
            servers.append(server(row))
        }
        return servers
    }

    /// A server that only the older API tells of: it has no worlds.
    static func server(_ row: ArchonWire.LegacyServer) -> Server {
        Server(
            id: Server.ID(row.id),
            name: row.name.value ?? "",
            quota: quota(row),
            condition: condition(row),
            permissions: row.permissions.value?.permissions
        )
    }

    /// One server; the older object may be missing.
    static func server(_ row: ArchonWire.Server, _ legacy: ArchonWire.LegacyServer?) -> Server {
        Server(
            id: Server.ID(row.id),
            name: row.name.value ?? legacy?.name.value ?? "",
            worlds: worlds(row),
            quota: legacy.flatMap(quota),
            condition: legacy.map(condition) ?? .unknown("not told"),
            permissions: legacy?.permissions.value?.permissions
        )
    }

    /// The active world first, the others as the service lists them.
    private static func worlds(_ row: ArchonWire.Server) -> [World] {
        var known: Set<String> = ["", ArchonEndpoints.nilWorld.rawValue]
        let worlds = (row.worlds.value?.elements ?? [])
            .filter { known.insert($0.id).inserted }
            .map { World(id: World.ID($0.id), name: $0.name.value ?? "", isActive: $0.isActive.value ?? false) }
        return worlds.filter(\.isActive) + worlds.filter { !$0.isActive }
    }

    private static func quota(_ row: ArchonWire.LegacyServer) -> Quota? {
        guard row.quota.value != nil || row.usedQuota.value != nil else { return nil }
        return Quota(used: max(0, row.usedQuota.value ?? 0), limit: row.quota.value.flatMap { $0 < 0 ? nil : $0 })
    }

    private static func condition(_ row: ArchonWire.LegacyServer) -> Server.Condition {
        switch row.status.value {
        case "available": row.isWaitingForNode ? .installing : .available
        case "installing": .installing
        case "broken": .broken
        case "suspended": .suspended(reason: row.suspensionReason.value)
        case let .some(word): .unknown(PlainText.line(word, limit: 40))
        case nil: .unknown("not told")
        }
    }
}
