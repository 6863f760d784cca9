import BackupKit
import ProviderSupport
import ServiceClient

extension PterodactylMapping {
    /// A server of the list, which says nothing of permissions but who owns it: an owner has all of them.
    static func server(_ row: PterodactylWire.Server) -> Server {
        Server(
            id: Server.ID(row.uuid),
            name: row.name.value ?? "",
            quota: row.featureLimits.value?.backups.map { Quota(used: nil, limit: max(0, $0)) },
            condition: condition(row),
            permissions: row.isOwner.value == true ? Set(Server.Permission.allCases) : nil
        )
    }

    /// One server with what the account may do there.
    static func server(_ detail: PterodactylWire.ServerDetail) -> Server {
        var server = server(detail.attributes)
        if let names = detail.meta.value?.permissions.value {
            server.permissions = permissions(Set(names.elements))
        }
        return server
    }

    /// What keeps a server from being used, in words that follow "cannot"; nil where nothing does.
    static func obstacle(of condition: Server.Condition) -> String? {
        switch condition {
        case .available: nil
        case .installing: "the server is being installed"
        case .restoring: "the server is being restored"
        case .suspended: "the server is suspended"
        case .broken: "the server's installation has failed"
        case let .unavailable(reason): "the server is \(reason)"
        case let .unknown(word): "the server's state is \(word)"
        }
    }

    /// The process's state. `stopped` is what the panel says when the node told it nothing, so it proves nothing.
    static func power(_ word: String?) -> PowerState {
        switch word {
        case "running": .running
        case "starting": .starting
        case "stopping": .stopping
        case "offline": .stopped
        default: .unknown
        }
    }

    /// `status` and two booleans; older panels told some states by booleans alone (sheet 1.6 and 3.2).
    private static func condition(_ row: PterodactylWire.Server) -> Server.Condition {
        switch row.status.value {
        case "restoring_backup": return .restoring
        case "installing": return .installing
        case "install_failed", "reinstall_failed": return .broken
        case "suspended": return .suspended(reason: nil)
        case let .some(word): return .unknown(PlainText.line(word, limit: 40))
        case nil: break
        }
        if row.status.isUnreadable { return .unknown("not told") }
        if row.isSuspended.value == true { return .suspended(reason: nil) }
        if row.isInstalling.value == true { return .installing }
        if row.isTransferring.value == true { return .unavailable("being moved to another node") }
        if row.isUnderMaintenance.value == true { return .unavailable("on a node under maintenance") }
        return .available
    }

    /// `*` stands for all. Nothing but the right to delete locks a backup; nothing at all renames one.
    private static func permissions(_ names: Set<String>) -> Set<Server.Permission> {
        if names.contains("*") { return Set(Server.Permission.allCases) }
        return Set(ProviderCapabilities.pterodactyl.permissionNames.filter { names.contains($0.value) }.keys)
    }
}
