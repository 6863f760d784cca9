import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import VPSOrgProvider

@Suite(.timeLimit(.minutes(20)))
struct VPSOrgReaderTests {
    private let transport = StubTransport()

    private func listing(_ fixture: String) async throws -> BackupListing {
        try transport.on(.get, Fixture.listPath, Fixture.answer(fixture))
        return try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    @Test(arguments: [
        ("https://admin.vps.example", "/api/v1"), ("https://admin.vps.example/api/v1/", "/api/v1"),
        ("http://127.0.0.1:8080/vpsorg", "/vpsorg/api/v1"),
    ])
    func everyPathEndsWithASlashAndEveryRequestCarriesTheToken(address: String, root: String) async throws {
        transport.on(.get, "\(root)/servers/", .json("[]"))
        transport.on(.get, "\(root)/backups/", .json("[]"))
        transport.on(.get, "\(root)/backups/?server_id=771", .json("[]"))
        let reader = try Fixture.provider(transport, address).reader()
        _ = try await reader.servers()
        _ = try await reader.allBackups()
        _ = try await reader.backups(at: Fixture.location)
        #expect(transport.lines
            == ["GET \(root)/servers/", "GET \(root)/backups/", "GET \(root)/backups/?server_id=771"])
        for request in transport.requests {
            #expect(request.headers["Authorization"] == "Bearer \(Fixture.token)")
            #expect(request.headers["Accept"] == "application/json")
            #expect(request.headers["Content-Type"] == "application/json")
            #expect(request.body == nil)
        }
        #expect(transport.requests.map(\.subject) == [nil, nil, "771"])
    }

    @Test func factsAreTakenOver() async throws {
        let listing = try await listing("backups")
        let backups = listing.backups
        #expect(backups.map(\.id) == ["501", "499", "498", "497", "496"])
        #expect(backups.map(\.state) == [.completed, .running, .failed, .restoring, .completed])
        #expect(backups.map(\.kind) == [.automatic, .manual, .manual, .manual, .manual])
        #expect(backups.map(\.size) == [4_523_000_000, nil, 12_500_000, 1_000_000, 1_000_000])
        #expect(backups.map(\.name) == ["Automatic daily backup", nil, nil, "nightly \u{1B}[31m", nil])
        #expect(backups[1].title == "backup 499")
        #expect(backups[0].createdAt == Timestamp.date("2031-06-01T02:00:00Z"))
        #expect(backups[0].expiresAt == Timestamp.date("2031-07-01T02:00:00Z"))
        #expect(backups[1].createdAt == Timestamp.date("2031-06-02T06:15:00.25Z"))
        #expect(backups[1].expiresAt == nil)
        #expect(backups.allSatisfy { $0.checksum == nil && $0.isLocked == nil && $0.ignoredPatterns == nil })
        #expect(listing.unreadable == 0)
        #expect(listing.capabilities == nil)
        #expect(listing.operations.map(\.backup) == ["499", "498", "497"])
        #expect(listing.operations.map(\.kind) == [.create, .create, .restore])
        #expect(listing.operations.map(\.state) == [.running, .failed, .running])
    }

    @Test(arguments: [
        ("completed", Backup.State.completed), ("complete", .completed), ("ready", .completed), ("success", .completed),
        ("COMPLETED", .completed), ("in_progress", .running), ("creating", .running), ("running", .running),
        ("pending", .pending), ("queued", .pending), ("failed", .failed), ("error", .failed),
        ("restoring", .restoring), ("deleting", .running),
    ])
    func statusesBecomeStates(word: String, state: Backup.State) async throws {
        transport.on(.get, Fixture.listPath, .json(#"[{"id":1,"server":{"id":771},"status":"\#(word)"}]"#))
        let listing = try await Fixture.reader(transport).backups(at: Fixture.location)
        #expect(listing.backups.map(\.state) == [state])
        #expect(listing.unreadable == 0)
    }

    @Test(arguments: [#""melting""#, "null", "7", #""""#])
    func anUnknownStatusIsCounted(status: String) async throws {
        transport.on(.get, Fixture.listPath, .json(#"[{"id":1,"server":{"id":771},"status":\#(status)}]"#))
        let listing = try await Fixture.reader(transport).backups(at: Fixture.location)
        #expect(listing.backups.map(\.state) == [.unknown])
        #expect(listing.operations.isEmpty)
        #expect(listing.unreadable == 1)
    }

    @Test func badRowsAreCountedAndTheLastTwinWins() async throws {
        let listing = try await listing("backups-damaged")
        #expect(listing.backups.map(\.id) == ["1", "2", "3"])
        #expect(listing.backups[0].name == "second")
        #expect(listing.operations.map(\.state) == [.failed])
        #expect(listing.backups[1].size == nil)
        #expect(listing.backups[1].kind == .unknown)
        // Five rows without a usable id, one twin, seven bad values of 2, three of 3.
        #expect(listing.unreadable == 16)
    }

    @Test func rowsOfOtherServersAreLeftOutWhateverWasAskedFor() async throws {
        transport.on(.get, Fixture.listPath, .json("""
        {"count":3,"results":[{"id":1,"server":{"id":771},"status":"completed"},
        {"id":2,"server":{"id":772},"status":"completed"},{"id":3,"server":null,"status":"completed"}]}
        """))
        let listing = try await Fixture.reader(transport).backups(at: Fixture.location)
        #expect(listing.backups.map(\.id) == ["1"], "a list of all servers says nothing of a row without one")
    }

    @Test func oneListServesTheWholeAccount() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups-account"))
        transport.on(.get, "\(Fixture.backupsPath)?page=2", .status(404))
        let account = try #require(await Fixture.reader(transport).allBackups())
        let all = account.listings
        #expect(!account.isWhole)
        #expect(Set(all.keys) == ["771", "772"])
        #expect(all["771"]?.backups.map(\.id) == ["3", "1"])
        #expect(all["772"]?.backups.map(\.state) == [.running])
        // One row without an id, and one that is counted and never shown: they may belong to any server.
        #expect(all.values.allSatisfy { $0.unreadable == 1 && $0.withheld == 1 })
    }

    @Test func oneBackupComesOutOfTheList() async throws {
        try transport.on(.get, Fixture.listPath, Fixture.answer("backups"))
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backup("501", at: Fixture.location).state == .completed)
        let error = await #expect(throws: ProviderError.self) { try await reader.backup("7", at: Fixture.location) }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: ["", "abc", "12/../13", "-1", "+5", "99999999999999999999"])
    func onlyANumberIsAskedFor(id: String) async throws {
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: BackupLocation(server: Server.ID(id)))
        }
        #expect(error?.code == .notFound)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "null", "{}", #"{"results":null}"#, #"{"count":0}"#, #"[{"id":"#, #"{"detail":"x"}"#])
    func anUnreadableListIsAnErrorNeverAnEmptyList(body: String) async throws {
        transport.on(.get, Fixture.listPath, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
    }

    @Test func thereIsNoLiveFeed() async throws {
        var events: [ProviderEvent] = []
        for await event in try Fixture.reader(transport).events(of: Fixture.server) {
            events.append(event)
        }
        #expect(events.isEmpty)
        #expect(transport.requests.isEmpty)
    }

    @Test func aReaderIsNoWriter() throws {
        #expect(try Fixture.reader(transport) as? any MutableBackupProvider == nil)
        #expect(try Fixture.writer(transport) as? any BackupProvider == nil)
    }
}
