import BackupKit
import FoundationEssentials
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonReaderTests {
    private let transport = StubTransport()
    private let serversPath = "/archon/v1/servers"
    private let legacyPath = "/archon/modrinth/v0/servers?limit=100"

    private func listing(_ fixture: String) async throws -> BackupListing {
        try transport.on(.get, Fixture.worldPath, Fixture.answer(fixture))
        return try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    // MARK: Servers

    @Test func worldsComeFromTheNewListQuotaAndPermissionsFromTheOld() async throws {
        try transport.on(.get, serversPath, Fixture.answer("servers-v1"))
        try transport.on(.get, legacyPath, Fixture.answer("servers-v0"))
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.map(\.name) == ["smp-main", "named-by-v0", "third", "only-v0"])
        #expect(servers[0].quota == Quota(used: 4, limit: 10))
        #expect(servers[0].permissions == Set.backups.union(Set.power))
        #expect(servers[0].condition == .available)
        #expect(servers[1].quota == Quota(used: 0, limit: 0))
        #expect(servers[1].permissions == [])
        #expect(servers[1].condition == .suspended(reason: "paymentfailed"))
        #expect(servers[2].quota == nil)
        #expect(servers[2].permissions == nil)
        #expect(servers[2].condition == .unknown("not told"))
        #expect(servers[3].permissions == Set.backups)
        #expect(servers[3].condition == .unknown("frozen-by-comet"))
        #expect(servers[3].worlds.isEmpty)
    }

    @Test func theActiveWorldComesFirstAndNeitherTwinsNorTheNilWorldAreKept() async throws {
        try transport.on(.get, serversPath, Fixture.answer("servers-v1"))
        try transport.on(.get, legacyPath, Fixture.answer("servers-v0"))
        let worlds = try await Fixture.reader(transport).servers()[0].worlds
        #expect(worlds.map(\.id) == [Fixture.world, "7d000000-0000-4000-8000-000000000001"])
        #expect(worlds.map(\.name) == ["main", "old"])
        #expect(worlds.map(\.isActive) == [true, false])
    }

    @Test func everyRequestCarriesTheAccountAndKeepsThePathPrefix() async throws {
        try transport.on(.get, serversPath, Fixture.answer("servers-v1"))
        try transport.on(.get, legacyPath, Fixture.answer("servers-v0"))
        _ = try await Fixture.reader(transport).servers()
        #expect(transport.lines == ["GET \(serversPath)", "GET \(legacyPath)"])
        for request in transport.requests {
            #expect(request.headers["Authorization"] == "Bearer \(Fixture.token)")
            #expect(request.headers["Content-Type"] == "application/json")
            #expect(request.headers["Accept"] == "application/json")
            #expect(request.headers["X-Panel-Version"] == nil)
            #expect(request.body == nil)
        }
    }

    @Test func theOldListIsReadPageByPage() async throws {
        func page(_ range: Range<Int>, total: Int) -> StubTransport.Answer {
            let rows = range.map { #"{"server_id":"s\#($0)","name":"n\#($0)"}"# }.joined(separator: ",")
            return .json(#"{"servers":[\#(rows)],"pagination":{"total_items":\#(total)},"users":{}}"#)
        }
        transport.on(.get, serversPath, .json("[]"))
        transport.on(.get, legacyPath, page(0 ..< 100, total: 130))
        transport.on(.get, "\(legacyPath)&offset=100", page(100 ..< 130, total: 130))
        #expect(try await Fixture.reader(transport).servers().count == 130)
        // A service that takes the offset for a page number repeats itself or answers nothing: no endless loop.
        transport.replace(.get, "\(legacyPath)&offset=100", page(0 ..< 100, total: 130))
        #expect(try await Fixture.reader(transport).servers().count == 100)
    }

    @Test func withoutTheOldRoutesServersAreListedWithoutQuota() async throws {
        try transport.on(.get, serversPath, Fixture.answer("servers-v1"))
        transport.on(.get, legacyPath, .status(410))
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.count == 3)
        #expect(servers.allSatisfy { $0.quota == nil && $0.permissions == nil })
        transport.replace(.get, legacyPath, .status(503))
        await #expect(throws: ProviderError.self) { try await Fixture.reader(transport).servers() }
    }

    @Test func oneServerIsJoinedTheSameWay() async throws {
        try transport.on(.get, "\(serversPath)/\(Fixture.server)", Fixture.answer("server-v1"))
        try transport.on(.get, "/archon/modrinth/v0/servers/\(Fixture.server)", Fixture.answer("server-v0"))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.defaultWorld?.id == Fixture.world)
        #expect(server.quota == Quota(used: 4, limit: 10))
        #expect(transport.requests.map(\.subject) == [Fixture.server.rawValue, Fixture.server.rawValue])
    }

    @Test func anAnswerAboutAnotherServerIsRefused() async throws {
        try transport.on(.get, "\(serversPath)/other", Fixture.answer("server-v1"))
        try transport.on(.get, "/archon/modrinth/v0/servers/other", Fixture.answer("server-v0"))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).server("other")
        }
        #expect(error?.code == .invalidResponse)
    }

    // MARK: Backups

    @Test func statusesBecomeStates() async throws {
        let listing = try await listing("backups-v1")
        #expect(listing.backups.map(\.state)
            == [.completed, .running, .restoring, .failed, .failed, .pending, .unknown])
        #expect(listing.unreadable == 1, "the status nobody knows is counted")
    }

    @Test func factsAreTakenOver() async throws {
        let backups = try await listing("backups-v1").backups
        #expect(backups[0].id == Fixture.backup)
        #expect(backups[0].name == "Nightly")
        #expect(backups[0].createdAt == Timestamp.date("2031-02-03T10:00:00Z"))
        #expect(backups[0].kind == .automatic)
        #expect(backups[0].isLocked == true)
        #expect(backups[0].size == nil)
        #expect(backups[1].name == nil)
        #expect(backups[1].createdAt == Timestamp.date("2031-02-03T10:00:00.25Z"))
        #expect(backups[1].kind == .manual)
        #expect(backups[2].isLocked == nil)
    }

    @Test func tasksBecomeOperationsAndTheRowsStatusWins() async throws {
        let operations = try await listing("backups-v1").operations
        func report(_ number: Int, _ kind: OperationKind) -> OperationReport? {
            operations.first { $0.backup.rawValue.hasSuffix("\(number)") && $0.kind == kind }
        }
        #expect(report(1, .create)?.state == .done)
        #expect(report(2, .create)?.state == .running)
        #expect(report(2, .create)?.fraction == 0.37)
        #expect(report(3, .restore)?.state == .running)
        #expect(report(3, .restore)?.phase == .extract)
        #expect(report(3, .create) == nil, "a restore says nothing of how the backup was made")
        #expect(report(4, .create)?.state == .failed, "the row has failed although its task still says ongoing")
        #expect(report(6, .create)?.state == .queued)
        #expect(report(6, .create)?.phase == .queued)
        #expect(report(7, .create) == nil)
        #expect(!operations.contains { $0.phase == .transfer }, "the file task never decides")
    }

    @Test func olderServersAreReadByTheirBooleans() async throws {
        let listing = try await listing("backups-v1-without-status")
        #expect(listing.backups.map(\.state)
            == [.completed, .running, .failed, .cancelled, .restoring, .unknown])
        #expect(listing.unreadable == 0)
        #expect(listing.operations.first { $0.backup == "running" }?.state == .running)
    }

    @Test func aFailureAfterARestoreDoesNotCondemnTheArchive() async throws {
        transport.on(.get, Fixture.worldPath, .json("""
        [{"id":"a","status":"error","task":{"create":{"state":"done"},"restore":{"state":"failed","progress":0.4}}}]
        """))
        let listing = try await Fixture.reader(transport).backups(at: Fixture.location)
        #expect(listing.backups[0].state == .unknown)
        #expect(listing.operations.map(\.state) == [.failed])
        #expect(listing.operations.map(\.kind) == [.restore])
    }

    @Test func badRowsAreCountedAndTheLastTwinWins() async throws {
        let listing = try await listing("backups-v1-damaged")
        #expect(listing.backups.map(\.id) == ["one", "two"])
        #expect(listing.backups[0].name == "second")
        #expect(listing.backups[0].state == .completed)
        #expect(listing.operations.isEmpty, "nothing of the replaced row remains")
        // Five rows without a usable id, six bad values of `two`, one twin.
        #expect(listing.unreadable == 12)
        #expect(listing.backups[1].state == .unknown)
        #expect(listing.backups[1].createdAt == nil)
        #expect(listing.backups[1].kind == .unknown)
    }

    @Test func aNameOfTenKilobytesIsKeptAsItIs() async throws {
        let name = String(repeating: "n\\u0007\\n", count: 2500)
        transport.on(.get, Fixture.worldPath, .json(#"[{"id":"a","name":"\#(name)","status":"done"}]"#))
        let listing = try await Fixture.reader(transport).backups(at: Fixture.location)
        #expect(listing.backups[0].name?.unicodeScalars.count == 7500)
    }

    @Test func oneBackupIsReadAfreshAndMustBeTheOneAskedFor() async throws {
        let path = "\(Fixture.worldPath)/\(Fixture.backup)"
        transport.on(
            .get, path,
            .json(#"{"id":"\#(Fixture.backup)","name":"Nightly","status":"done"}"#), .json(#"{"id":"other"}"#)
        )
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backup(Fixture.backup, at: Fixture.location).state == .completed)
        let error = await #expect(throws: ProviderError.self) {
            try await reader.backup(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
    }

    @Test(arguments: [nil, ArchonEndpoints.nilWorld])
    func withoutAWorldTheActiveOneIsRead(world: World.ID?) async throws {
        try transport.on(.get, "\(serversPath)/\(Fixture.server)", Fixture.answer("server-v1"))
        transport.on(.get, Fixture.worldPath, .json("[]"))
        let location = BackupLocation(server: Fixture.server, world: world)
        #expect(try await Fixture.reader(transport).backups(at: location).backups.isEmpty)
        #expect(transport.lines.last == "GET \(Fixture.worldPath)")
    }

    @Test func idsAreEncoded() async throws {
        transport.on(.get, "/archon/v1/servers/a%2Fb/worlds/%2E%2E/backups", .json("[]"))
        let location = BackupLocation(server: "a/b", world: "..")
        #expect(try await Fixture.reader(transport).backups(at: location).backups.isEmpty)
    }

    @Test func cancellationReachesTheTransport() async throws {
        transport.on(.get, Fixture.worldPath, .hang)
        let reader = try Fixture.reader(transport)
        let reading = Task { try await reader.backups(at: Fixture.location) }
        await transport.waitForRequests(atLeast: 1)
        reading.cancel()
        let error = await #expect(throws: ProviderError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
        #expect(error?.isOutcomeUnknown == false)
    }

    @Test func aReaderIsNoWriter() throws {
        let reader: Any = try Fixture.reader(transport)
        #expect(reader as? any MutableBackupProvider == nil)
        let writer: Any = try Fixture.writer(transport)
        #expect(writer as? any BackupProvider == nil)
    }
}
