import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import StellarStackProvider

@Suite(.timeLimit(.minutes(20)))
struct StellarStackReaderTests {
    private let transport = StubTransport()

    private func listing(_ fixture: String) async throws -> BackupListing {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer(fixture))
        return try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    @Test func everyRequestCarriesTheTokenAndKeepsThePathPrefix() async throws {
        transport.on(.get, Fixture.backupsPath, .json("[]"))
        transport.on(.get, Fixture.serversPath, .json("[]"))
        Fixture.prepare(transport)
        let reader = try Fixture.reader(transport)
        _ = try await reader.backups(at: Fixture.location)
        _ = try await reader.servers()
        _ = try await reader.server(Fixture.server)
        #expect(transport.lines == [
            "GET \(Fixture.backupsPath)", "GET \(Fixture.serversPath)", "GET \(Fixture.serverPath)",
            "GET \(Fixture.statsPath)",
        ])
        for request in transport.requests {
            #expect(request.headers["Authorization"] == "Bearer \(Fixture.token)")
            #expect(request.headers["Accept"] == "application/json")
            #expect(request.headers["Content-Type"] == nil, "there is no body")
            #expect(request.headers["Cookie"] == nil)
            #expect(request.headers["Origin"] == nil)
            #expect(request.body == nil)
        }
        #expect(transport.requests.map(\.subject)
            == [Fixture.server.rawValue, nil, Fixture.server.rawValue, Fixture.server.rawValue])
    }

    // MARK: Generation A

    @Test func factsOfABareListAreTakenOver() async throws {
        let listing = try await listing("backups")
        #expect(listing.unreadable == 0)
        #expect(listing.capabilities == nil, "a bare list is what the context's capabilities are about")
        #expect(listing.backups.map(\.state) == [.completed, .running, .failed, .failed, .restoring])
        let first = listing.backups[0]
        #expect(first.id == Fixture.backup)
        #expect(first.name == "before mods")
        #expect(first.size == 73_400_320)
        #expect(first.checksum == Checksum(
            algorithm: .sha256, value: "9f2c000000000000000000000000000000000000000000000000000000000a11"
        ))
        #expect(first.isLocked == true)
        #expect(first.ignoredPatterns == ["*.log", "cache/*"])
        #expect(first.createdAt == Timestamp.date("2031-02-03T10:15:30.451Z"))
        #expect(first.completedAt == Timestamp.date("2031-02-03T10:20:30.456Z"))
        #expect(first.kind == .unknown)
        let running = listing.backups[1]
        #expect(running.name == "nightly \u{1B}[31m")
        #expect(running.size == nil, "0 stands for not known")
        #expect(running.checksum == nil)
        #expect(running.completedAt == nil)
        #expect(running.ignoredPatterns == [])
    }

    @Test func aFailedBackupWithAnArchiveIsGood() async throws {
        let backups = try await listing("backups").backups
        #expect(backups[2].isGood)
        #expect(backups[2].size == 8_589_934_592)
        #expect(backups[2].checksum?.algorithm == .sha256)
        #expect(!backups[3].isGood)
    }

    @Test func patternsMayArriveAsATextThatHoldsThem() async throws {
        let backups = try await listing("backups").backups
        #expect(backups[2].ignoredPatterns == ["world/*"])
        #expect(backups[3].ignoredPatterns == [])
    }

    @Test func anotherAlgorithmIsNoChecksum() async throws {
        let listing = try await listing("backups")
        #expect(listing.backups[4].checksum == nil)
    }

    @Test func statesBecomeOperations() async throws {
        let operations = try await listing("backups").operations
        #expect(operations.map(\.backup.rawValue.last) == ["2", "3", "4", "5"])
        #expect(operations.map(\.kind) == [.create, .restore, .create, .restore])
        #expect(operations.map(\.state) == [.running, .failed, .failed, .running])
        #expect(operations.map(\.phase) == [.archive, .extract, .archive, .extract])
    }

    @Test func badRowsAreCountedAndTheLastTwinWins() async throws {
        let listing = try await listing("backups-damaged")
        #expect(listing.backups.map(\.id) == ["one", "two", "three"])
        #expect(listing.backups[0].name == "second")
        #expect(listing.backups[0].state == .failed)
        #expect(listing.operations.map(\.backup) == ["one"])
        #expect(listing.backups[1].state == .unknown)
        #expect(listing.backups[1].checksum == nil)
        #expect(listing.backups[1].ignoredPatterns == nil)
        #expect(listing.backups[2].size == nil)
        #expect(listing.backups[2].state == .unknown)
        // Five rows without a usable id, one twin, eight bad values of `two`, two of `three`.
        #expect(listing.unreadable == 16)
    }

    @Test func oneBackupComesOutOfTheList() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups"))
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backup(Fixture.backup, at: Fixture.location).name == "before mods")
        let error = await #expect(throws: ProviderError.self) {
            try await reader.backup("other", at: Fixture.location)
        }
        #expect(error?.code == .notFound)
    }

    // MARK: Later generations

    @Test func aWrappedListIsOnlyShown() async throws {
        let listing = try await listing("backups-later")
        #expect(listing.backups.map(\.state) == [.completed, .running, .failed, .unknown])
        #expect(listing.unreadable == 1)
        #expect(listing.backups[0].size == 2048)
        #expect(listing.backups[0].checksum?.value.hasPrefix("3333") == true)
        #expect(listing.backups[0].isLocked == true)
        #expect(listing.backups[0].createdAt == Timestamp.date("2031-02-03T09:59:00Z"))
        #expect(listing.backups[1].size == nil)
        #expect(listing.backups[2].failure == "daemon.unreachable")
        #expect(listing.operations.map(\.state) == [.running, .failed])
        let capabilities = try #require(listing.capabilities)
        for action in [BackupAction.create, .restore, .delete, .lock, .unlock, .power] {
            #expect(capabilities.reason(against: action)?
                .contains("wipes the server before it unpacks: Backtop only shows its backups") == true)
        }
        #expect(capabilities.reason(against: .download)?.contains("no download that works") == true)
        #expect(capabilities.reason(against: .rename)?.contains("cannot rename") == true)
        #expect(capabilities.actions == [.verify])
        #expect(capabilities.restore.extent == .wipes)
    }

    @Test(arguments: [
        "",
        "null",
        "{}",
        "7",
        #"{"backups":null}"#,
        #"{"backups":{}}"#,
        #"[{"id":"a"}"#,
        #"{"error":{"code":"servers.not_found"}}"#,
    ])
    func anUnreadableListIsAnErrorNeverAnEmptyList(body: String) async throws {
        transport.on(.get, Fixture.backupsPath, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
        #expect(error?.isOutcomeUnknown == false)
    }

    // MARK: What is not there

    @Test func thereIsNoListOfTheWholeAccountAndNoLiveFeed() async throws {
        let reader = try Fixture.reader(transport)
        #expect(try await reader.allBackups() == nil)
        var events: [ProviderEvent] = []
        for await event in reader.events(of: Fixture.server) {
            events.append(event)
        }
        #expect(events.isEmpty)
        #expect(transport.requests.isEmpty)
    }

    @Test func idsAreEncoded() async throws {
        let location = BackupLocation(server: "a/..?b")
        transport.on(.get, "/stellar/api/servers/a%2F..%3Fb/backups", .json("[]"))
        #expect(try await Fixture.reader(transport).backups(at: location).backups.isEmpty)
    }

    @Test func cancellationReachesTheTransport() async throws {
        transport.on(.get, Fixture.backupsPath, .hang)
        let reader = try Fixture.reader(transport)
        let reading = Task { try await reader.backups(at: Fixture.location) }
        await transport.waitForRequests(atLeast: 1)
        reading.cancel()
        let error = await #expect(throws: ProviderError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
    }

    @Test func aReaderIsNoWriter() throws {
        let reader: Any = try Fixture.reader(transport)
        #expect(reader as? any MutableBackupProvider == nil)
        let writer: Any = try Fixture.writer(transport)
        #expect(writer as? any BackupProvider == nil)
    }
}
