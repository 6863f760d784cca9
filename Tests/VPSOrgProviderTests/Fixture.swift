import BackupKit
import Foundation
import ProviderSupport
import ServiceClient
import TestSupport
@testable import VPSOrgProvider

/// What the tests of this target share: invented answers of the service and an account on it.
enum Fixture {
    static let server = Server.ID("771")
    static let location = BackupLocation(server: server)
    static let token = "vps_0123456789abcdef"
    static let serversPath = "/cloud/api/v1/servers/"
    static let backupsPath = "/cloud/api/v1/backups/"
    static let listPath = "/cloud/api/v1/backups/?server_id=771"

    static func answer(_ name: String) throws -> StubTransport.Answer {
        let folder = "\(Bundle.module.resourcePath ?? ".")/Fixtures"
        return try .json(Array(Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))))
    }

    static func provider(
        _ transport: StubTransport,
        _ address: String = "https://admin.vps.example/cloud",
        writes: Bool = true,
        clock: any Clock<Duration> = ManualClock()
    ) throws -> VPSOrgProvider {
        try VPSOrgProvider(
            VPSOrgSettings(base: BaseURL(address), token: Secret(token)),
            transports: ServiceTransports(
                reading: ReadOnlyHTTPTransport(transport),
                writing: writes ? transport : nil,
                streaming: NoArchives(),
                webSocket: StubWebSocketTransport(),
                clock: clock
            )
        )
    }

    static func reader(_ transport: StubTransport) throws -> any BackupProvider {
        try provider(transport).reader()
    }

    static func writer(_ transport: StubTransport) throws -> any MutableBackupProvider {
        guard let writer = try provider(transport).writer(with: Secret(token)) else { throw CancellationError() }
        return writer
    }
}

/// Nothing is ever streamed from this service.
struct NoArchives: HTTPStreamTransport {
    func open(_: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        throw .protocolViolation("the test expects no stream")
    }
}

extension HTTPRequest {
    /// The body as text.
    var text: String? {
        body.map { String(decoding: $0, as: UTF8.self) }
    }
}
