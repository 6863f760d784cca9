import BackupKit
import Foundation
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

/// Recorded servers and lists, as the reader makes them out.
@Suite(.timeLimit(.minutes(20)))
struct RecordedListTests {
    private let transport = StubTransport()

    private func listing(_ exchange: Recording.Exchange, of server: Server.ID) async throws -> BackupListing {
        transport.replace(.get, Fixture.list(server), exchange.answer)
        return try await Fixture.reader(transport).backups(at: BackupLocation(server: server))
    }

    private func backup(_ id: Backup.ID, _ exchange: Recording.Exchange, of server: Server.ID) async throws -> Backup {
        transport.replace(.get, Fixture.one(id, server), exchange.answer)
        return try await Fixture.reader(transport).backup(id, at: BackupLocation(server: server))
    }

    private func server(_ id: Server.ID, _ exchange: Recording.Exchange) async throws -> Server {
        transport.replace(.get, Fixture.path(id), exchange.answer)
        transport.replace(.get, "\(Fixture.path(id))/resources", .status(504))
        return try await Fixture.reader(transport).server(id)
    }

    @Test func theFolderHoldsEveryRecordedGroup() throws {
        let names = try FileManagerNames.recordings()
        #expect(names.count == 55)
        for name in names {
            let recording = try Recording(name)
            #expect(!recording.exchanges.isEmpty || !recording.conversations.isEmpty, "\(name)")
        }
    }

    // MARK: Servers

    @Test func serversList() async throws {
        let recording = try Recording("servers_list")
        transport.on(.get, "/api/client?per_page=100", recording[0].answer)
        transport.on(.get, "/api/client?per_page=100&page=2", recording[1].answer)
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.count == 57)
        #expect(servers.map(\.name) == (1 ... 57).map { $0 < 10 ? "fleet-0\($0)" : "fleet-\($0)" })
        #expect(servers[0].id == "119c22ce-d975-450c-a9bf-b61e50d3b8ae")
        #expect(servers.allSatisfy { $0.quota == Quota(used: nil, limit: 3) && $0.condition == .available })
        #expect(servers.allSatisfy { $0.permissions == Set(Server.Permission.allCases) }, "the account owns them")
        transport.replace(.get, "/api/client?per_page=100", recording[2].answer)
        #expect(try await Fixture.reader(transport).servers().isEmpty)
    }

    @Test func serversFilters() async throws {
        let recording = try Recording("servers_filters")
        for (number, count) in [(0, 9), (1, 1), (2, 0), (4, 0), (8, 0)] {
            transport.replace(.get, "/api/client?per_page=100", recording[number].answer)
            #expect(try await Fixture.reader(transport).servers().count == count)
        }
        transport.replace(.get, "/api/client?per_page=100", recording[5].answer)
        let error = await #expect(throws: ProviderError.self) { try await Fixture.reader(transport).servers() }
        #expect(error?.message.contains("not allowed") == true)
        // A page of one: the rest is asked for, and what the panel does not show is not made up.
        transport.replace(.get, "/api/client?per_page=100", recording[7].answer)
        transport.replace(.get, "/api/client?per_page=100&page=2", recording[2].answer)
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.map(\.name) == ["main"])
        #expect(servers[0].permissions == nil, "somebody else's server: its list row tells no permissions")
    }

    @Test func serverView() async throws {
        let recording = try Recording("server_view")
        let owned = try await server(Lab.main, recording[1])
        #expect(owned.name == "main")
        #expect(owned.quota == Quota(used: nil, limit: 3))
        #expect(owned.permissions == Set(Server.Permission.allCases))
        let helped = try await server(Lab.restored, recording[2])
        #expect(helped.permissions == [.readBackups, .createBackups, .downloadBackups, .restoreBackups])
        #expect(helped.quota == Quota(used: nil, limit: 5))
    }

    @Test func createBeyondLimit() async throws {
        #expect(try await server(Lab.main, Recording("create_beyond_limit")[1]).quota?.limit == 3)
    }

    @Test func subuserMissingPermission() async throws {
        let recording = try Recording("subuser_missing_permission")
        let listing = try await listing(recording[0], of: Lab.main)
        #expect(listing.backups.count == 3)
        #expect(try await backup(listing.backups[0].id, recording[1], of: Lab.main).name == "Nightly é世 1")
        let server = try await server(Lab.main, recording[10])
        #expect(server.permissions == [.readBackups, .startServer])
        #expect(ProviderCapabilities.pterodactyl.reason(against: .createBackups, on: server)
            == "your account lacks the permission backup.create")
    }

    @Test func unknownRouteAndServer() async throws {
        #expect(try Recording("unknown_route").exchanges.map(\.response.status) == [404, 405, 405, 200, 200])
        try transport.on(.get, "/api/client?per_page=100", Recording("unknown_server")[4].answer)
        #expect(try await Fixture.reader(transport).servers().isEmpty)
    }

    @Test(arguments: [
        ("state_installing", Lab.installing, Server.Condition.installing, "the server is being installed"),
        ("state_maint", Lab.maintained, .unavailable("on a node under maintenance"), "on a node under maintenance"),
        ("state_suspended", Lab.suspended, .suspended(reason: nil), "the server is suspended"),
    ])
    func aListThatTheStateForbidsNamesTheState(
        name: String, id: Server.ID, condition: Server.Condition, words: String
    ) async throws {
        let recording = try Recording(name)
        let server = try await server(id, recording[0])
        #expect(server.condition == condition)
        #expect(server.power == nil)
        #expect(transport.lines == ["GET \(Fixture.path(id))"], "resources would be refused")
        let error = await #expect(throws: ProviderError.self) { try await listing(recording[1], of: id) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains(words) == true)
        #expect(transport.lines.suffix(2) == ["GET \(Fixture.list(id))", "GET \(Fixture.path(id))"])
    }

    @Test func resourcesStates() async throws {
        let recording = try Recording("resources_states")
        try transport.on(.get, Fixture.path(Lab.main), Recording("server_view")[1].answer)
        transport.on(
            .get, "\(Fixture.path(Lab.main))/resources",
            recording[0].answer, recording[1].answer, recording[2].answer
        )
        let reader = try Fixture.reader(transport)
        #expect(try await reader.server(Lab.main).power == .stopped)
        #expect(try await reader.server(Lab.main).power == .stopped)
        #expect(try await reader.server(Lab.main).power == .running)
    }

    // MARK: Lists

    @Test func listEmpty() async throws {
        let listing = try await listing(Recording("list_empty")[0], of: Lab.main)
        #expect(listing == BackupListing(backups: [], used: 0, date: listing.date))
        #expect(listing.date != nil, "the panel tells its clock")
    }

    @Test func listSeveral() async throws {
        let listing = try await listing(Recording("list_several")[0], of: Lab.restored)
        #expect(listing.backups.map(\.name) == ["failed one", "locked one", "plain one", "running one"])
        #expect(listing.backups.map(\.state) == [.failed, .completed, .completed, .running])
        #expect(listing.backups.map(\.isLocked) == [false, true, false, false])
        #expect(listing.backups.map(\.size) == [nil, 4323, 4323, nil])
        #expect(listing.used == 3, "the failed one does not count")
        #expect(listing.operations.map(\.backup) == [listing.backups[3].id])
        #expect(listing.unreadable == 0)
    }

    @Test func listPageSizes() async throws {
        let recording = try Recording("list_page_sizes")
        transport.on(.get, Fixture.list(Lab.roomy), recording[1].answer)
        transport.on(.get, "\(Fixture.list(Lab.roomy))&page=2", recording[3].answer)
        let listing = try await Fixture.reader(transport).backups(at: BackupLocation(server: Lab.roomy))
        #expect(listing.backups.count == 57)
        #expect(listing.used == 57)
        #expect(listing.unreadable == 0)
        #expect(listing.backups.last?.name == "bulk 56")
        #expect(recording[2].response.body.count == recording[1].response.body.count, "100 is clamped to 50")
    }

    /// Recorded with the panel's own page size; the walk goes by the answer's count, not by ours.
    @Test func listPaginated() async throws {
        let recording = try Recording("list_paginated")
        transport.on(.get, Fixture.list(Lab.roomy), recording[0].answer)
        transport.on(.get, "\(Fixture.list(Lab.roomy))&page=2", recording[1].answer)
        transport.on(.get, "\(Fixture.list(Lab.roomy))&page=3", recording[2].answer)
        let listing = try await Fixture.reader(transport).backups(at: BackupLocation(server: Lab.roomy))
        #expect(listing.backups.count == 57)
        #expect(Set(listing.backups.map(\.id)).count == 57)
        #expect(transport.requests.count == 4)
        let beyond = try await self.listing(recording[3], of: Lab.main)
        #expect(beyond.backups.isEmpty)
    }

    @Test func getOne() async throws {
        let recording = try Recording("get_one")
        let plain = try await backup("07ed59a8-7cc0-48cc-b95f-8df9626f3138", recording[0], of: Lab.restored)
        #expect(plain.state == .completed)
        #expect(plain.checksum == Checksum(algorithm: .sha1, value: "b7471fe57fb7b09599449174eb13e74dc0647644"))
        #expect(plain.createdAt == Timestamp.date("2026-11-21T01:11:16Z"))
        #expect(plain.completedAt == Timestamp.date("2026-11-21T01:11:17Z"))
        #expect(plain.ignoredPatterns == [])
        #expect(try await backup("eb62ebb9-bc5d-4e0f-a60e-1f123feefbeb", recording[1], of: Lab.restored)
            .isLocked == true)
        #expect(try await backup("3a1aea75-98bf-4826-82ed-8860b097cde3", recording[2], of: Lab.restored)
            .state == .failed)
    }

    @Test func scheduleRotates() async throws {
        let recording = try Recording("schedule_rotates")
        let before = try await listing(recording[2], of: Lab.scheduled)
        #expect(before.backups.map(\.name) == ["s1", "s2"])
        #expect(before.used == 2)
        let after = try await listing(recording[4], of: Lab.scheduled)
        #expect(after.backups.map(\.name) == ["s1", "Backup at 2026-11-21 01:33:34"])
        #expect(after.backups[0].isLocked == true)
        #expect(after.backups[1].ignoredPatterns == ["*.log"])
        #expect(try await listing(recording[7], of: Lab.scheduled).backups.map(\.isLocked) == [true, true])
    }

    @Test func listsAfterOutages() async throws {
        #expect(try await listing(Recording("panel_maintenance")[3], of: Lab.noBackups).backups.isEmpty)
        #expect(try await listing(Recording("create_limit_zero")[1], of: Lab.noBackups).used == 0)
        #expect(try await listing(Recording("create_daemon_500")[1], of: Lab.power).backups.isEmpty, "nothing remains")
        #expect(try await listing(Recording("create_daemon_unreachable")[1], of: Lab.dead).backups.isEmpty)
        #expect(try await listing(Recording("rate_limit_exhaustion")[7], of: Lab.limited).backups.isEmpty)
        let running = try await listing(Recording("delete_running")[1], of: Lab.restored)
        #expect(!running.backups.contains { $0.state == .running })
    }
}

private enum FileManagerNames {
    static func recordings() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: FixtureFolder.path)
            .filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(".json".count)) }
    }
}
