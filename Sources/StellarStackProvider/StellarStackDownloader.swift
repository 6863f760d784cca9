import BackupKit
import ProviderSupport
import ServiceClient

/// Opens archives of a StellarStack panel. The link takes a POST, so a read-only session has no downloader.
struct StellarStackDownloader: BackupDownloader {
    /// The panel reads the whole archive from the node before its first byte comes (wire sheet stellarstack, section
    /// 3.5).
    private static let firstByteWait: Duration = .seconds(600)

    private let credentials: StellarStackCredentials
    private let endpoints: StellarStackEndpoints
    private let transport: any HTTPTransport
    private let archives: ArchiveConnection

    init(_ settings: StellarStackSettings, transport: any HTTPTransport, streaming: any HTTPStreamTransport) {
        credentials = StellarStackCredentials(settings)
        endpoints = StellarStackEndpoints(base: settings.base)
        self.transport = transport
        archives = ArchiveConnection(base: settings.base, transport: streaming, patience: Self.firstByteWait)
    }

    /// Asks for a fresh link each time, though one would do for five minutes, and opens it without any credentials.
    func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64,
        of version: String?
    ) async throws(ProviderError) -> ArchiveStream {
        let act = ServiceAct.download(backup, location.server)
        let connection = ServiceConnection(
            StellarStackDialect(credentials: credentials, call: .change),
            secrets: credentials.secrets,
            transport: transport
        )
        let ticket = try await connection.value(
            StellarStackWire.DownloadTicket.self, from: endpoints.downloadTicket(backup, location.server), for: act
        )
        guard let link = endpoints.link(ticket, location.server) else {
            throw connection.failure(of: act).make(.invalidResponse, "the panel answered without a link", "try again")
        }
        let failure = ServiceFailure(
            act: act,
            dialect: StellarStackDialect(credentials: credentials, call: .link),
            secrets: credentials.secrets + [ticket.token].compactMap(\.self)
        )
        return try await archives.open(link, from: offset, of: version, failure: failure)
    }
}
