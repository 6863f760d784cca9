import BackupKit
import Foundation
import ProviderSupport
import ServiceClient
import TestSupport
@testable import StellarStackProvider

/// What the tests of this target share: invented answers of a panel and an account on it.
enum Fixture {
    static let server = Server.ID("5a000000-0000-4000-8000-000000000001")
    static let backup = Backup.ID("b0000000-0000-4000-8000-000000000001")
    static let location = BackupLocation(server: server)
    static let token = "sst_0123456789abcdef"
    static let address = "https://panel.example/stellar"
    static let serversPath = "/stellar/api/servers"
    static let serverPath = "\(serversPath)/\(server)"
    static let statsPath = "\(serverPath)/stats"
    static let backupsPath = "\(serverPath)/backups"

    static func answer(_ name: String) throws -> StubTransport.Answer {
        let folder = "\(Bundle.module.resourcePath ?? ".")/Fixtures"
        return try .json(Array(Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))))
    }

    static func settings(
        _ address: String = address,
        token: String = token,
        session: String? = nil
    ) throws -> StellarStackSettings {
        try StellarStackSettings(
            base: BaseURL(address), token: Secret(token), session: session.map { Secret($0) }
        )
    }

    static func reader(_ transport: StubTransport, session: String? = nil) throws -> StellarStackReader {
        try StellarStackReader(settings(session: session), transport: ReadOnlyHTTPTransport(transport))
    }

    static func writer(_ transport: StubTransport) throws -> StellarStackWriter {
        try StellarStackWriter(
            settings(),
            reader: StellarStackReader(settings(), transport: ReadOnlyHTTPTransport(transport)),
            transport: transport
        )
    }

    /// A server whose node says that its process is in this state.
    static func prepare(
        _ transport: StubTransport,
        row: String = #""status":"STOPPED","suspended":false,"node":{"isOnline":true}"#,
        stats: StubTransport.Answer = .json(#"{"state":"offline","is_restoring":false}"#)
    ) {
        transport.on(.get, serverPath, .json(#"{"id":"\#(server)","name":"smp-main",\#(row)}"#))
        transport.on(.get, statsPath, stats)
    }
}

/// A page for people instead of data.
let webPage = StubTransport.Answer.response(HTTPResponse(
    status: 200, headers: ["Content-Type": "text/html"], body: Array("<html>sign in</html>".utf8)
))

extension HTTPRequest {
    /// The body as text.
    var text: String? {
        body.map { String(decoding: $0, as: UTF8.self) }
    }
}
