import BackupKit
import ProviderSupport
import ServiceClient

/// Opens archives. Each attempt asks for a link of its own, because a node takes every link once (wire sheet
/// pterodactyl, section 2.7).
struct PterodactylDownloader: BackupDownloader {
    private let panel: PterodactylConnection
    private let endpoints: PterodactylEndpoints
    private let archives: ArchiveConnection
    private let token: Secret

    /// Makes a downloader for an account; `streaming` gets none of its credentials.
    init(
        _ settings: PterodactylSettings,
        transport: ReadOnlyHTTPTransport,
        streaming: any HTTPStreamTransport
    ) {
        panel = PterodactylConnection(settings: settings, transport: transport)
        endpoints = PterodactylEndpoints(base: settings.base)
        archives = ArchiveConnection(base: settings.base, transport: streaming)
        token = settings.token
    }

    /// Opens a completed backup's archive. The panel would give links for others too, to a part or to nothing.
    func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64,
        of version: String?
    ) async throws(ProviderError) -> ArchiveStream {
        let act = ServiceAct.download(backup, location.server)
        let connection = panel.needing(.downloadBackups)
        guard try await panel.backup(backup, location.server, isUrgent: true).state == .completed else {
            throw connection.failure(of: act).make(
                .conflict, "the backup is not completed", "it has no archive to download"
            )
        }
        let link = try await connection.value(
            PterodactylWire.Item<PterodactylWire.SignedLink>.self,
            from: endpoints.downloadLink(backup, location.server),
            for: act
        ).attributes.url
        let failure = ServiceFailure(
            act: act, dialect: PterodactylNodeDialect(door: .archive), secrets: [token]
        )
        return try await archives.open(link, from: offset, of: version, failure: failure)
    }
}
