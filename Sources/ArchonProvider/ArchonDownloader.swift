import BackupKit
import ProviderSupport
import ServiceClient

/// Opens archives on the node that holds a server (wire sheet archon, section 2.4). All generations share the way.
struct ArchonDownloader: BackupDownloader {
    private let settings: ArchonSettings
    private let connection: ServiceConnection
    private let endpoints: ArchonEndpoints
    private let archives: ArchiveConnection

    /// Makes a downloader for an account.
    ///
    /// - Parameters:
    ///   - transport: for the server object that names the node.
    ///   - streaming: for the archive itself; gets none of the account's credentials.
    init(
        _ settings: ArchonSettings,
        transport: ReadOnlyHTTPTransport,
        streaming: any HTTPStreamTransport
    ) {
        self.settings = settings
        connection = ServiceConnection(
            ArchonDialect(token: settings.token), secrets: [settings.token], transport: transport
        )
        endpoints = ArchonEndpoints(base: settings.base)
        archives = ArchiveConnection(base: settings.base, transport: streaming)
    }

    /// Reads the server afresh, because the node's token does not live long, and opens the archive with it.
    func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64,
        of version: String?
    ) async throws(ProviderError) -> ArchiveStream {
        let act = ServiceAct.download(backup, location.server)
        let holder = try await connection.value(
            ArchonWire.NodeHolder.self, from: endpoints.legacyServer(location.server), for: act
        )
        let failure = connection.failure(of: act)
        guard holder.id == location.server.rawValue else { throw failure.answeredAnother("server") }
        guard let node = holder.node.value, !node.instance.isEmpty else {
            throw failure.make(.conflict, "the server has no node yet", "try again when it is set up")
        }
        let request: HTTPRequest
        do {
            request = try self.request(for: backup, on: node)
        } catch {
            throw failure.make(.invalidResponse, "the node's address cannot be used", "ask the service's operator")
        }
        return try await archives.open(
            request.url,
            from: offset,
            of: version,
            failure: ServiceFailure(
                act: act,
                dialect: ArchonDialect(token: settings.token),
                secrets: [settings.token, node.token]
            )
        )
    }

    /// A node without a scheme takes that of the context (design, section 10).
    private func request(for backup: Backup.ID, on node: ArchonWire.Node) throws(BaseURL.ParseError) -> HTTPRequest {
        let hasScheme = node.instance.contains("://")
        let base = try BaseURL(hasScheme ? node.instance : "\(settings.base.scheme.rawValue)://\(node.instance)")
        return HTTPRequest(
            .get,
            base,
            path: ["modrinth", "v0", "backups", backup.rawValue, "download"],
            query: [.init("auth", node.token.reveal())]
        )
    }
}
