import BackupKit
import Foundation
import ProviderSupport
import ServiceClient
import TestSupport
@testable import ArchonProvider

/// What the tests of this target share: invented answers of the service and an account on it.
enum Fixture {
    static let server = Server.ID("5a000000-0000-4000-8000-000000000001")
    static let world = World.ID("7d000000-0000-4000-8000-000000000002")
    static let backup = Backup.ID("b0000000-0000-4000-8000-000000000001")
    static let location = BackupLocation(server: server, world: world)
    static let token = "mra_0123456789abcdef"
    static let worldPath = "/archon/v1/servers/\(server)/worlds/\(world)/backups"
    static let queuePath = "/archon/v1/servers/\(server)/worlds/\(world)/backups-queue"
    static let bareLocation = BackupLocation(server: server)
    static let barePath = "/archon/modrinth/v0/servers/\(server)/backups"
    static let serverPath = "/archon/v1/servers/\(server)"
    static let legacyServerPath = "/archon/modrinth/v0/servers/\(server)"
    static let credentialsPath = "/archon/modrinth/v0/servers/\(server)/ws"

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = FixtureFolder.path
        return try Array(Data(contentsOf: URL(filePath: "\(folder)/\(name).json")))
    }

    static func answer(_ name: String) throws -> StubTransport.Answer {
        try .json(bytes(name))
    }

    static func settings(
        _ base: String = "https://archon.example/archon",
        api: ArchonSettings.Choice = .v1
    ) throws -> ArchonSettings {
        try ArchonSettings(base: BaseURL(base), token: Secret(token), api: api)
    }

    static func reader(
        _ transport: StubTransport,
        _ sockets: StubWebSocketTransport = StubWebSocketTransport(),
        base: String = "https://archon.example/archon",
        api: ArchonSettings.Choice = .v1,
        clock: any Clock<Duration> = ManualClock()
    ) throws -> ArchonReader {
        try ArchonReader(
            settings(base, api: api),
            transport: ReadOnlyHTTPTransport(transport),
            webSocket: sockets,
            clock: clock,
            random: { 1 }
        )
    }

    static func writer(_ transport: StubTransport, api: ArchonSettings.Choice = .v1) throws -> ArchonWriter {
        try ArchonWriter(settings(api: api), transport: transport)
    }

    /// An account with all halves over the same transports.
    static func provider(
        _ transport: StubTransport,
        api: ArchonSettings.Choice,
        streams: StubStreams = StubStreams(.response(404, [:])),
        sockets: StubWebSocketTransport = StubWebSocketTransport(),
        base: String = "https://archon.example/archon",
        clock: any Clock<Duration> = ManualClock()
    ) throws -> ArchonProvider {
        try ArchonProvider(settings(base, api: api), transports: ServiceTransports(
            reading: ReadOnlyHTTPTransport(transport),
            writing: transport,
            streaming: streams,
            webSocket: sockets,
            clock: clock,
            random: { 1 }
        ))
    }
}

/// The folder of answers beside this file, as the build copied it.
enum FixtureFolder {
    static let path = "\(Bundle.module.resourcePath ?? ".")/Fixtures"
}
