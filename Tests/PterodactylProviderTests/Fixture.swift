import BackupKit
import Foundation
import ProviderSupport
import ServiceClient
import TestSupport
@testable import PterodactylProvider

/// What the tests of this target share: an account on a panel, and the paths it asks for.
enum Fixture {
    static let server = Server.ID("5a000000-0000-4000-8000-000000000001")
    static let backup = Backup.ID("b0000000-0000-4000-8000-000000000001")
    static let location = BackupLocation(server: server)
    static let token = "ptlc_0123456789abcdef0123456789abcdef0123456789a"
    static let base = "https://panel.example"

    static func path(_ server: Server.ID = server) -> String {
        "/api/client/servers/\(server)"
    }

    static func list(_ server: Server.ID = server) -> String {
        "\(path(server))/backups?per_page=50"
    }

    static func one(_ backup: Backup.ID = backup, _ server: Server.ID = server) -> String {
        "\(path(server))/backups/\(backup)"
    }

    static func activity(_ server: Server.ID = server) -> String {
        "\(path(server))/activity?filter%5Bevent%5D=backup.restore&sort=-timestamp"
    }

    static func provider(
        _ transport: StubTransport,
        _ sockets: StubWebSocketTransport = StubWebSocketTransport(),
        archives: any HTTPStreamTransport = StubArchives(),
        base: String = base,
        clock: any Clock<Duration> = ManualClock()
    ) throws -> PterodactylProvider {
        try PterodactylProvider(
            PterodactylSettings(base: BaseURL(base), token: Secret(token)),
            transports: ServiceTransports(
                reading: ReadOnlyHTTPTransport(transport),
                writing: transport,
                streaming: archives,
                webSocket: sockets,
                clock: clock,
                random: { 1 }
            )
        )
    }

    static func reader(_ transport: StubTransport) throws -> any BackupProvider {
        try provider(transport).reader()
    }

    static func writer(_ transport: StubTransport) throws -> any MutableBackupProvider {
        try writer(of: provider(transport))
    }

    static func writer(of provider: PterodactylProvider) throws -> any MutableBackupProvider {
        guard let writer = provider.writer(with: Secret(token)) else { throw Missing(what: "writer") }
        return writer
    }

    static func downloader(
        _ transport: StubTransport,
        _ archives: StubArchives
    ) throws -> any BackupDownloader {
        guard let downloader = try provider(transport, archives: archives).downloader() else {
            throw Missing(what: "downloader")
        }
        return downloader
    }

    // MARK: Invented answers

    /// A backup as the panel tells it; the parts replace those of a completed one.
    static func row(
        _ id: Backup.ID = backup,
        name: String = "nightly",
        isSuccessful: String = "true",
        isLocked: String = "false",
        createdAt: String = "2031-02-03T10:00:00+01:00",
        completedAt: String = #""2031-02-03T10:02:00+01:00""#,
        more: String = ""
    ) -> String {
        """
        {"object":"backup","attributes":{"uuid":"\(id)","is_successful":\(isSuccessful),"is_locked":\(isLocked),\
        "name":"\(name)","ignored_files":["*.log"],"checksum":"sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",\
        "bytes":734003200,"created_at":"\(createdAt)","completed_at":\(completedAt)\(more)}}
        """
    }

    /// A page of backups.
    static func page(
        _ rows: [String],
        page: Int = 1,
        of pages: Int = 1,
        total: Int? = nil,
        count: Int? = nil,
        date: String? = nil
    ) -> StubTransport.Answer {
        let meta = """
        {"backup_count":\(count ?? rows.count),"pagination":{"total":\(total ?? rows.count),"count":\(rows.count),\
        "per_page":50,"current_page":\(page),"total_pages":\(pages),"links":{}}}
        """
        return json(#"{"object":"list","data":[\#(rows.joined(separator: ","))],"meta":\#(meta)}"#, date: date)
    }

    static func json(_ text: String, date: String? = nil) -> StubTransport.Answer {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        headers["Date"] = date
        return .response(HTTPResponse(status: 200, headers: headers, body: Array(text.utf8)))
    }

    static func refusal(_ status: Int, _ code: String, _ detail: String = "text") -> StubTransport.Answer {
        .json(#"{"errors":[{"code":"\#(code)","status":"\#(status)","detail":"\#(detail)"}]}"#, status: status)
    }

    static func detail(status: String = "null", more: String = "") -> StubTransport.Answer {
        .json("""
        {"object":"server","attributes":{"uuid":"\(server)","name":"smp","status":\(status),"is_suspended":false,\
        "is_installing":false,"is_transferring":false,"feature_limits":{"backups":3}\(more)},\
        "meta":{"is_server_owner":true,"user_permissions":["*"]}}
        """)
    }

    struct Missing: Error {
        let what: String
    }
}

/// The folder of recorded answers beside this file, as the build copied it.
enum FixtureFolder {
    static let path = "\(Bundle.module.resourcePath ?? ".")/Fixtures"
}
