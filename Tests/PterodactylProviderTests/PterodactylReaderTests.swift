import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import PterodactylProvider

@Suite(.timeLimit(.minutes(20)))
struct PterodactylReaderTests {
    private let transport = StubTransport()

    private func listing(_ rows: String..., date: String? = nil) async throws -> BackupListing {
        transport.on(.get, Fixture.list(), Fixture.page(rows, date: date))
        return try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    // MARK: Requests

    @Test func everyRequestAsksForJSONAndCarriesNeitherOriginNorCookie() async throws {
        _ = try await listing(Fixture.row())
        let headers = transport.requests[0].headers
        #expect(headers["Authorization"] == "Bearer \(Fixture.token)")
        #expect(headers["Accept"] == "application/json")
        #expect(headers["Content-Type"] == "application/json")
        #expect(headers["Origin"] == nil)
        #expect(headers["Cookie"] == nil)
    }

    @Test func thePathPrefixIsKeptAndIDsAreEncoded() async throws {
        transport.on(.get, "/hosting/api/client/servers/a%2Fb/backups?per_page=50", Fixture.page([]))
        let reader = try Fixture.provider(transport, base: "https://panel.example/hosting").reader()
        #expect(try await reader.backups(at: BackupLocation(server: "a/b")).backups.isEmpty)
    }

    // MARK: States

    @Test func theEndDecidesTheState() async throws {
        let listing = try await listing(
            Fixture.row("a"),
            Fixture.row("b", isSuccessful: "false"),
            Fixture.row("c", isSuccessful: "null"),
            Fixture.row("d", isSuccessful: "false", completedAt: "null"),
            Fixture.row("e", isSuccessful: "null", completedAt: "null"),
            Fixture.row("f", isSuccessful: "true", completedAt: "null"),
            Fixture.row("g", isSuccessful: #""perhaps""#)
        )
        #expect(listing.backups.map(\.state)
            == [.completed, .failed, .failed, .running, .running, .running, .unknown])
        #expect(listing.operations.map(\.backup) == ["d", "e", "f"])
        #expect(listing.operations.allSatisfy { $0.kind == .create && $0.state == .running })
        #expect(listing.unreadable == 1)
    }

    /// Six and a half hours by the panel's clock, whatever ours says.
    @Test(arguments: [
        ("Mon, 03 Feb 2031 15:29:00 GMT", Backup.State.running), ("Mon, 03 Feb 2031 15:31:00 GMT", .unknown),
        ("Mon, 03 Feb 2031 07:00:00 GMT", .running), ("nonsense", .running),
    ])
    func aBackupWithoutAnEndIsOverdueByThePanelsClock(date: String, state: Backup.State) async throws {
        let listing = try await listing(Fixture.row(isSuccessful: "false", completedAt: "null"), date: date)
        #expect(listing.backups[0].state == state)
        #expect(listing.backups[0].failure == (state == .unknown ? "no end reported for 6 h" : nil))
        #expect(listing.operations.isEmpty == (state == .unknown))
    }

    @Test func aFailedBackupMayBecomeACompletedOne() async throws {
        transport.on(
            .get, Fixture.list(), Fixture.page([Fixture.row(isSuccessful: "false")]), Fixture.page([Fixture.row()])
        )
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backups(at: Fixture.location).backups[0].state == .failed)
        #expect(try await reader.backups(at: Fixture.location).backups[0].state == .completed)
    }

    // MARK: Facts

    @Test func factsAreTakenOver() async throws {
        let backup = try await listing(Fixture.row(isLocked: "true")).backups[0]
        #expect(backup.name == "nightly")
        #expect(backup.createdAt == Timestamp.date("2031-02-03T09:00:00Z"))
        #expect(backup.completedAt == Timestamp.date("2031-02-03T09:02:00Z"))
        #expect(backup.size == 734_003_200)
        #expect(backup.isLocked == true)
        #expect(backup.ignoredPatterns == ["*.log"])
        #expect(backup.kind == .unknown)
        #expect(backup.checksum == Checksum(algorithm: .sha1, value: "da39a3ee5e6b4b0d3255bfef95601890afd80709"))
    }

    private static let sha256 = String(repeating: "aB", count: 32)

    @Test(arguments: [
        (#""checksum":"sha256:\#(sha256)""#, Checksum(algorithm: .sha256, value: sha256.lowercased()), 0),
        (#""sha256_hash":"\#(sha256)""#, Checksum(algorithm: .sha256, value: sha256.lowercased()), 0),
        (#""checksum":"blake3:\#(sha256)""#, nil, 0),
        (#""checksum":"sha1:x9y8""#, nil, 1),
        (#""sha256_hash":"x9y8z7w6""#, nil, 1),
        (#""checksum":7"#, nil, 1),
        (#""checksum":null"#, nil, 0),
    ])
    func everyFormOfADigestIsRead(field: String, checksum: Checksum?, unreadable: Int) async throws {
        let row = """
        {"object":"backup","attributes":{"uuid":"a","is_successful":true,\(field),
        "completed_at":"2031-02-03T10:02:00+01:00"}}
        """
        let listing = try await listing(row)
        #expect(listing.backups[0].checksum == checksum)
        #expect(listing.unreadable == unreadable)
    }

    @Test func whereThePanelTellsOfSchedulesTheKindIsAFact() async throws {
        let listing = try await listing(
            Fixture.row("a", more: #","is_scheduled":true"#), Fixture.row("b", more: #","is_scheduled":false"#)
        )
        #expect(listing.backups.map(\.kind) == [.automatic, .manual])
        #expect(listing.capabilities?.facts.contains(.kind) == true)
        transport.replace(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        #expect(try await Fixture.reader(transport).backups(at: Fixture.location).capabilities == nil)
    }

    @Test func oddValuesAreCountedAndNeverFatal() async throws {
        let listing = try await listing(
            #"{"object":"backup","attributes":{"uuid":7}}"#,
            #"{"object":"null_resource","attributes":null}"#,
            #"{"object":"backup","attributes":{"uuid":"","name":"nameless"}}"#,
            """
            {"object":"backup","attributes":{"uuid":"odd","name":5,"bytes":-1,"is_locked":"yes","created_at":"soon",
            "completed_at":false,"is_successful":true,"ignored_files":["a",7]}}
            """
        )
        #expect(listing.backups.map(\.id) == ["odd"])
        #expect(listing.backups[0].state == .completed)
        #expect(listing.backups[0].name == nil)
        #expect(listing.backups[0].size == nil)
        #expect(listing.backups[0].isLocked == nil)
        #expect(listing.backups[0].ignoredPatterns == ["a"])
        // Three rows, six values.
        #expect(listing.unreadable == 9)
    }

    @Test(arguments: ["", "null", "{}", #"{"data":7}"#, "<html></html>", #"{"data":[{"#])
    func anUnreadableListIsAnErrorNeverAnEmptyList(body: String) async throws {
        transport.on(.get, Fixture.list(), .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
    }

    @Test func oneBackupMustBeTheOneAskedFor() async throws {
        transport.on(.get, Fixture.one(), .json(Fixture.row()), .json(Fixture.row("other")))
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backup(Fixture.backup, at: Fixture.location).state == .completed)
        let error = await #expect(throws: ProviderError.self) {
            try await reader.backup(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
    }

    // MARK: Quota

    @Test func thePanelsOwnCountIsUsedElseNonFailedOnesAreCounted() async throws {
        transport.on(
            .get, Fixture.list(),
            Fixture.page([Fixture.row("a"), Fixture.row("b", isSuccessful: "false")], count: 5),
            .json(#"{"data":[\#(Fixture.row("a")),\#(Fixture.row("b", isSuccessful: "false"))]}"#)
        )
        let reader = try Fixture.reader(transport)
        #expect(try await reader.backups(at: Fixture.location).used == 5)
        #expect(try await reader.backups(at: Fixture.location).used == 1)
    }

    @Test(arguments: [("3", 3), ("0", 0), ("null", 0)] as [(String, Int)])
    func noLimitMeansNoBackups(limit: String, expected: Int) async throws {
        transport.on(.get, Fixture.path(), .json("""
        {"attributes":{"uuid":"\(Fixture.server)","status":"suspended","feature_limits":{"backups":\(limit)}}}
        """))
        #expect(try await Fixture.reader(transport).server(Fixture.server).quota == Quota(used: nil, limit: expected))
    }

    // MARK: Servers

    @Test(arguments: [
        (#""restoring_backup""#, "", Server.Condition.restoring),
        (#""installing""#, "", .installing),
        (#""install_failed""#, "", .broken),
        (#""reinstall_failed""#, "", .broken),
        (#""suspended""#, "", .suspended(reason: nil)),
        (#""frozen\u0007by comet""#, "", .unknown("frozen by comet")),
        ("7", "", .unknown("not told")),
        ("null", #","is_suspended":true"#, .suspended(reason: nil)),
        ("null", #","is_installing":true"#, .installing),
        ("null", #","is_transferring":true"#, .unavailable("being moved to another node")),
        ("null", #","is_node_under_maintenance":true"#, .unavailable("on a node under maintenance")),
    ])
    func everyStateIsMappedAndAsksForNoResources(
        status: String, more: String, condition: Server.Condition
    ) async throws {
        transport.on(.get, Fixture.path(), .json(
            #"{"attributes":{"uuid":"\#(Fixture.server)","status":\#(status)\#(more)}}"#
        ))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.condition == condition)
        #expect(server.power == nil)
        #expect(transport.lines == ["GET \(Fixture.path())"])
    }

    @Test(arguments: [
        ("running", PowerState.running), ("starting", .starting), ("stopping", .stopping), ("offline", .stopped),
        ("stopped", .unknown), ("levitating", .unknown),
    ])
    func aServerInOrderIsReadWithItsPower(word: String, power: PowerState) async throws {
        transport.on(.get, Fixture.path(), Fixture.detail())
        transport.on(
            .get, "\(Fixture.path())/resources", .json(#"{"object":"stats","attributes":{"current_state":"\#(word)"}}"#)
        )
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.power == power)
        #expect(server.permissions == Set(Server.Permission.allCases))
    }

    @Test func aNodeThatIsDownHidesOnlyThePower() async throws {
        transport.on(.get, Fixture.path(), Fixture.detail())
        transport.on(.get, "\(Fixture.path())/resources", Fixture.refusal(504, "DaemonConnectionException"))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.power == nil)
        #expect(server.name == "smp")
    }

    @Test func permissionsAreTakenByName() async throws {
        transport.on(.get, Fixture.path(), .json("""
        {"attributes":{"uuid":"\(Fixture.server)","status":"installing"},
        "meta":{"user_permissions":["backup.delete","control.stop","websocket.connect",7]}}
        """))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.permissions == [.deleteBackups, .lockBackups, .stopServer])
    }

    @Test func anAnswerAboutAnotherServerIsRefused() async throws {
        transport.on(.get, Fixture.path("other"), Fixture.detail())
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).server("other")
        }
        #expect(error?.code == .invalidResponse)
    }

    @Test func thereIsNoListOfAllBackups() async throws {
        #expect(try await Fixture.reader(transport).allBackups() == nil)
        #expect(transport.requests.isEmpty)
    }

    @Test func cancellationReachesTheTransport() async throws {
        transport.on(.get, Fixture.list(), .hang)
        let reader = try Fixture.reader(transport)
        let reading = Task { try await reader.backups(at: Fixture.location) }
        await transport.waitForRequests(atLeast: 1)
        reading.cancel()
        let error = await #expect(throws: ProviderError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
    }

    @Test func aReaderIsNoWriterAndAReadOnlyAccountHasNone() throws {
        let provider = try Fixture.provider(transport)
        let reader: Any = provider.reader()
        #expect(reader as? any MutableBackupProvider == nil)
        let readOnly = try PterodactylProvider(
            PterodactylSettings(base: BaseURL(Fixture.base), token: Secret(Fixture.token)),
            transports: ServiceTransports(
                reading: ReadOnlyHTTPTransport(transport), writing: nil, streaming: StubArchives(),
                webSocket: StubWebSocketTransport()
            )
        )
        #expect(readOnly.writer(with: Secret(Fixture.token)) == nil)
    }
}
