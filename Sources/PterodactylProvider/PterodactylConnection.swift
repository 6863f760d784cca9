import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Makes the connection for a request, which knows what the request needs and undoes: refusals then say so.
struct PterodactylConnection: Sendable {
    let settings: PterodactylSettings
    let transport: any HTTPTransport

    /// - Parameters:
    ///   - permission: what the panel calls the permission that is needed; nil where none is.
    ///   - rollsBack: the panel undoes everything when it cannot reach the node (sheet 2.3).
    func needing(_ permission: String?, rollsBack: Bool = false) -> ServiceConnection {
        ServiceConnection(
            PterodactylDialect(token: settings.token, permission: permission, rollsBack: rollsBack),
            secrets: [settings.token],
            transport: transport
        )
    }

    /// The same, by our own name of the permission.
    func needing(_ permission: Server.Permission, rollsBack: Bool = false) -> ServiceConnection {
        needing(ProviderCapabilities.pterodactyl.permissionNames[permission], rollsBack: rollsBack)
    }

    /// Reads one backup and makes sure that it is the one asked for.
    ///
    /// - Parameter isUrgent: an act of the user rests on it.
    func backup(
        _ id: Backup.ID,
        _ server: Server.ID,
        isUrgent: Bool = false
    ) async throws(ProviderError) -> Backup {
        try await dated(id, server, isUrgent: isUrgent).backup
    }

    /// The same, with the panel's clock; nil where it does not tell.
    func dated(
        _ id: Backup.ID,
        _ server: Server.ID,
        isUrgent: Bool
    ) async throws(ProviderError) -> (backup: Backup, date: Date?) {
        let act = ServiceAct.readBackup(id, server)
        let connection = needing(.readBackups)
        var request = PterodactylEndpoints(base: settings.base).backup(id, server)
        request.isUrgent = isUrgent
        let response = try await connection.send(request, for: act)
        let item = try connection.value(PterodactylWire.Item<PterodactylWire.Backup>.self, in: response, for: act)
        guard item.attributes.uuid == id.rawValue else { throw connection.failure(of: act).answeredAnother("backup") }
        let date = HTTPDate.date(in: response.headers)
        return (PterodactylMapping.backup(item.attributes, at: date).0, date)
    }
}
