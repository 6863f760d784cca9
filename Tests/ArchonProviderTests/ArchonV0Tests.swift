import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

/// The first generation: a bare server, without worlds.
@Suite(.timeLimit(.minutes(20)))
struct ArchonV0Tests {
    private let transport = StubTransport()
    private let legacyPath = "/archon/modrinth/v0/servers?limit=100"

    private func bodies() -> [String?] {
        transport.requests.map { $0.body.map { String(decoding: $0, as: UTF8.self) } }
    }

    // MARK: Servers

    @Test func aFixedV0KnowsOnlyTheOldServersAndNoWorlds() async throws {
        try transport.on(.get, legacyPath, Fixture.answer("servers-v0"))
        try transport.on(.get, Fixture.legacyServerPath, Fixture.answer("server-v0"))
        let reader = try Fixture.reader(transport, api: .v0)
        let servers = try await reader.servers()
        #expect(servers.map(\.name) == ["smp-main", "named-by-v0", "only-v0"])
        #expect(servers.map(\.worlds) == [[], [], []])
        #expect(servers[0].quota == Quota(used: 4, limit: 10))
        #expect(try await reader.server(Fixture.server).quota == Quota(used: 4, limit: 10))
        #expect(transport.lines == ["GET \(legacyPath)", "GET \(Fixture.legacyServerPath)"])
    }

    @Test(arguments: [404, 405])
    func aServiceWithoutTheNewListIsReadByTheOldOne(status: Int) async throws {
        transport.on(.get, "/archon/v1/servers", .status(status))
        transport.on(.get, Fixture.serverPath, .status(status))
        try transport.on(.get, legacyPath, Fixture.answer("servers-v0"))
        try transport.on(.get, Fixture.legacyServerPath, Fixture.answer("server-v0"))
        try transport.on(.get, Fixture.barePath, Fixture.answer("backups-v0"))
        let reader = try Fixture.reader(transport, api: .auto)
        #expect(try await reader.servers().map(\.worlds.isEmpty) == [true, true, true])
        #expect(try await reader.server(Fixture.server).worlds.isEmpty)
        let listing = try await reader.backups(at: Fixture.bareLocation)
        #expect(listing.capabilities == .archonV0)
        #expect(transport.lines.suffix(2) == ["GET \(Fixture.serverPath)", "GET \(Fixture.barePath)"])
    }

    @Test(arguments: [ArchonSettings.Choice.v1, .queue])
    func aServiceWithoutTheNewListIsNotWhatWasConfigured(api: ArchonSettings.Choice) async throws {
        transport.on(.get, "/archon/v1/servers", .status(404))
        transport.on(.get, Fixture.serverPath, .status(404))
        let reader = try Fixture.reader(transport, api: api)
        await #expect(throws: ProviderError.self) { try await reader.servers() }
        await #expect(throws: ProviderError.self) { try await reader.server(Fixture.server) }
        #expect(transport.requests.count == 2)
    }

    @Test func whereNeitherListIsThereIsNoEmptyAccount() async throws {
        transport.on(.get, "/archon/v1/servers", .status(404))
        transport.on(.get, legacyPath, .status(404))
        await #expect(throws: ProviderError.self) { try await Fixture.reader(transport, api: .auto).servers() }
    }

    @Test(arguments: [401, 500])
    func aNewListThatFailsIsNotReplacedByTheOldOne(status: Int) async throws {
        transport.on(.get, "/archon/v1/servers", .status(status))
        await #expect(throws: ProviderError.self) { try await Fixture.reader(transport, api: .auto).servers() }
        #expect(transport.requests.count == 1)
    }

    // MARK: Backups

    @Test func backupsAreReadByTheirBooleans() async throws {
        try transport.on(.get, Fixture.barePath, Fixture.answer("backups-v0"))
        let listing = try await Fixture.reader(transport, api: .v0).backups(at: Fixture.bareLocation)
        #expect(listing.backups.map(\.state) == [.completed, .running, .failed])
        #expect(listing.backups.map(\.isLocked) == [true, false, nil])
        #expect(listing.unreadable == 0)
        #expect(listing.operations.first { $0.state == .running }?.fraction == 0.37)
        #expect(listing.operations.allSatisfy { $0.run == nil })
    }

    @Test func oneBackupIsReadAfresh() async throws {
        let path = "\(Fixture.barePath)/\(Fixture.backup)"
        transport.on(.get, path, .json(#"{"id":"\#(Fixture.backup)","ongoing":true}"#), .json(#"{"id":"other"}"#))
        let reader = try Fixture.reader(transport, api: .v0)
        #expect(try await reader.backup(Fixture.backup, at: Fixture.bareLocation).state == .running)
        await #expect(throws: ProviderError.self) {
            try await reader.backup(Fixture.backup, at: Fixture.bareLocation)
        }
    }

    @Test func everyActHasItsRequest() async throws {
        let path = "\(Fixture.barePath)/\(Fixture.backup)"
        transport.on(.post, Fixture.barePath, .json(#"{"id":"new"}"#))
        transport.on(.post, "\(path)/restore", .status(204))
        transport.on(.post, "\(path)/retry", .status(204))
        transport.on(.patch, path, .status(204))
        transport.on(.delete, path, .status(204))
        let writer = try Fixture.writer(transport, api: .v0)
        let (location, backup) = (Fixture.bareLocation, Fixture.backup)
        #expect(try await writer.createBackup(BackupDraft(name: "New"), at: location) == "new")
        try await writer.restore(backup, RestoreOptions(safetyName: "not for this API"), at: location)
        try await writer.retry(backup, at: location)
        try await writer.rename(backup, to: "Other", at: location)
        try await writer.delete(backup, at: location)
        #expect(transport.lines == [
            "POST \(Fixture.barePath)", "POST \(path)/restore", "POST \(path)/retry", "PATCH \(path)", "DELETE \(path)",
        ])
        #expect(bodies() == [#"{"name":"New"}"#, nil, nil, #"{"name":"Other"}"#, nil])
    }

    @Test(arguments: [Fixture.world, ArchonEndpoints.nilWorld])
    func aWorldsDataIsNotTheServers(world: World.ID) async throws {
        let location = BackupLocation(server: Fixture.server, world: world)
        let writer = try Fixture.writer(transport, api: .v0)
        let error = await #expect(throws: ProviderError.self) {
            try await writer.restore(Fixture.backup, RestoreOptions(), at: location)
        }
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test func powerIsTheSameForAllAndNeedsNoList() async throws {
        transport.on(.post, "\(Fixture.legacyServerPath)/power", .status(204))
        for api in [ArchonSettings.Choice.v0, .v1, .queue, .auto] {
            try await Fixture.writer(transport, api: api).power(.stop, server: Fixture.server)
        }
        #expect(bodies() == Array(repeating: #"{"action":"Stop"}"#, count: 4))
    }
}
