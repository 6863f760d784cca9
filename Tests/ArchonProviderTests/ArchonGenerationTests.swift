import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

/// Which API is spoken: found out by the reader, once for each server, and never by the writer.
@Suite(.timeLimit(.minutes(20)))
struct ArchonGenerationTests {
    private let transport = StubTransport()

    private func provider() throws -> ArchonProvider {
        try Fixture.provider(transport, api: .auto)
    }

    private func serve(queue: Int?, v1: Int?, v0: Int? = nil) throws {
        try transport.on(
            .get, Fixture.queuePath, queue.map { .status($0) } ?? Fixture.answer("queue")
        )
        try transport.on(.get, Fixture.worldPath, v1.map { .status($0) } ?? Fixture.answer("backups-v1"))
        try transport.on(.get, Fixture.barePath, v0.map { .status($0) } ?? Fixture.answer("backups-v0"))
        try transport.on(.get, Fixture.serverPath, Fixture.answer("server-v1"))
        try transport.on(.get, Fixture.legacyServerPath, Fixture.answer("server-v0"))
    }

    @Test func theQueueIsAskedFirstAndRemembered() async throws {
        try serve(queue: nil, v1: nil)
        let reader = try provider().reader()
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
        #expect(transport.lines == ["GET \(Fixture.queuePath)", "GET \(Fixture.queuePath)"])
    }

    @Test(arguments: [404, 405])
    func onlyWhatIsNotThereLeadsToTheOlderAPI(status: Int) async throws {
        try serve(queue: status, v1: nil)
        let reader = try provider().reader()
        let listing = try await reader.backups(at: Fixture.location)
        #expect(listing.capabilities == .archonV1)
        #expect(listing.backups.count == 7)
        _ = try await reader.backups(at: Fixture.location)
        #expect(transport.lines == [
            "GET \(Fixture.queuePath)", "GET \(Fixture.worldPath)", "GET \(Fixture.worldPath)",
        ])
    }

    @Test func anAPIThatIsThereNoMoreIsLookedForAnew() async throws {
        transport.on(.get, Fixture.queuePath, .json(#"{"backups":[]}"#), .status(404))
        transport.on(.get, Fixture.worldPath, .json("[]"))
        let reader = try provider().reader()
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonV1)
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonV1)
    }

    /// A world that is gone is no API that is gone: acts on the others go on.
    @Test func anAPIStandsUntilAnotherIsFound() async throws {
        transport.on(.get, Fixture.queuePath, .json(#"{"backups":[]}"#), .status(404))
        transport.on(.get, Fixture.worldPath, .status(404))
        let provider = try provider()
        let reader = provider.reader()
        _ = try await reader.backups(at: Fixture.location)
        await #expect(throws: ProviderError.self) { try await reader.backups(at: Fixture.location) }
        let writer = try #require(provider.writer(with: Secret(Fixture.token)))
        transport.on(.delete, "\(Fixture.queuePath)/b1", .status(204))
        try await writer.delete("b1", at: Fixture.location)
    }

    @Test(arguments: [400, 401, 403, 409, 410, 429, 500, 501, 503])
    func anyOtherRefusalIsAnErrorAndTheNextListAsksAgain(status: Int) async throws {
        transport.on(.get, Fixture.queuePath, .status(status), .json(#"{"backups":[]}"#))
        let reader = try provider().reader()
        let error = await #expect(throws: ProviderError.self) { try await reader.backups(at: Fixture.location) }
        #expect(error?.message.contains("(\(status))") == true)
        #expect(transport.lines == ["GET \(Fixture.queuePath)"])
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
    }

    @Test func anUnreadableAnswerIsNoAnswer() async throws {
        transport.on(.get, Fixture.queuePath, .json("[]"), .status(404))
        transport.on(.get, Fixture.worldPath, .json("[]"))
        let reader = try provider().reader()
        await #expect(throws: ProviderError.self) { try await reader.backups(at: Fixture.location) }
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonV1)
    }

    @Test func theLastToBeAskedIsTheFirstGeneration() async throws {
        try serve(queue: 404, v1: 405)
        let provider = try provider()
        let reader = provider.reader()
        let listing = try await reader.backups(at: Fixture.location)
        #expect(listing.capabilities == .archonV0)
        #expect(listing.backups.map(\.state) == [.completed, .running, .failed])
        #expect(transport.lines == [
            "GET \(Fixture.queuePath)", "GET \(Fixture.worldPath)", "GET \(Fixture.serverPath)",
            "GET \(Fixture.barePath)",
        ])
        // From now on it is a bare server: its backups are of no world.
        #expect(try await reader.server(Fixture.server).worlds.isEmpty)
        _ = try await reader.backups(at: Fixture.bareLocation)
        #expect(transport.lines.suffix(2) == ["GET \(Fixture.legacyServerPath)", "GET \(Fixture.barePath)"])
    }

    @Test func aWorldThatIsGoneIsNotTakenForAnOldServer() async throws {
        let location = BackupLocation(server: Fixture.server, world: "gone")
        transport.on(.get, "/archon/v1/servers/\(Fixture.server)/worlds/gone/backups-queue", .status(404))
        transport.on(.get, "/archon/v1/servers/\(Fixture.server)/worlds/gone/backups", .status(404))
        try transport.on(.get, Fixture.serverPath, Fixture.answer("server-v1"))
        transport.on(.get, Fixture.queuePath, .json(#"{"backups":[]}"#))
        let reader = try provider().reader()
        let error = await #expect(throws: ProviderError.self) { try await reader.backups(at: location) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("world") == true)
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
    }

    @Test func whereNothingAnswersTheServerIsNotFound() async throws {
        try serve(queue: 404, v1: 404, v0: 404)
        transport.replace(.get, Fixture.serverPath, .status(404))
        let error = await #expect(throws: ProviderError.self) {
            try await provider().reader().backups(at: Fixture.location)
        }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: [nil, ArchonEndpoints.nilWorld])
    func withoutAWorldTheActiveOneIsAskedFor(world: World.ID?) async throws {
        try serve(queue: nil, v1: nil)
        let location = BackupLocation(server: Fixture.server, world: world)
        _ = try await provider().reader().backups(at: location)
        #expect(transport.lines == ["GET \(Fixture.serverPath)", "GET \(Fixture.queuePath)"])
    }

    @Test func twoListsAtOnceFindItOutOnce() async throws {
        transport.on(.get, Fixture.queuePath, .hang)
        let reader = try provider().reader()
        let first = Task { try await reader.backups(at: Fixture.location) }
        await transport.waitForRequests(atLeast: 1)
        let second = Task { try await reader.backups(at: Fixture.location) }
        let third = Task { try await reader.backups(at: Fixture.location) }
        third.cancel()
        let error = await #expect(throws: ProviderError.self) { try await third.value }
        #expect(error?.code == .cancelled, "nobody waits longer than he wants")
        #expect(transport.requests.count == 1)
        transport.replace(.get, Fixture.queuePath, .status(404))
        transport.on(.get, Fixture.worldPath, .json("[]"))
        // The one who asked gives up: the next one asks in his place.
        first.cancel()
        _ = try? await first.value
        #expect(try await second.value.capabilities == .archonV1)
        #expect(transport.lines == [
            "GET \(Fixture.queuePath)", "GET \(Fixture.queuePath)", "GET \(Fixture.worldPath)",
        ])
    }

    @Test func serversAreRememberedOneByOne() async throws {
        try serve(queue: nil, v1: nil)
        let other = BackupLocation(server: "other", world: "w")
        transport.on(.get, "/archon/v1/servers/other/worlds/w/backups-queue", .status(404))
        transport.on(.get, "/archon/v1/servers/other/worlds/w/backups", .json("[]"))
        let reader = try provider().reader()
        #expect(try await reader.backups(at: other).capabilities == .archonV1)
        #expect(try await reader.backups(at: Fixture.location).capabilities == .archonQueue)
        #expect(try await reader.backups(at: other).capabilities == .archonV1)
    }

    @Test(arguments: ArchonSettings.API.allCases)
    func aFixedAPINeverAsksForAnother(api: ArchonSettings.API) async throws {
        for path in [Fixture.queuePath, Fixture.worldPath, Fixture.barePath] {
            transport.on(.get, path, .status(404))
        }
        let provider = try Fixture.provider(transport, api: .fixed(api))
        let location = api == .v0 ? Fixture.bareLocation : Fixture.location
        let error = await #expect(throws: ProviderError.self) { try await provider.reader().backups(at: location) }
        #expect(error?.code == .notFound)
        #expect(transport.requests.count == 1)
        #expect(provider.capabilities == .archon(api))
    }

    // MARK: The writer

    private static let acts: [(String, @Sendable (any MutableBackupProvider) async throws -> Void)] = [
        ("create", { _ = try await $0.createBackup(BackupDraft(name: "x"), at: Fixture.location) }),
        ("restore", { try await $0.restore("b", RestoreOptions(), at: Fixture.location) }),
        ("delete", { try await $0.delete("b", at: Fixture.location) }),
        ("delete many", { try await $0.delete(["b"], at: Fixture.location) }),
        ("rename", { try await $0.rename("b", to: "x", at: Fixture.location) }),
        ("retry", { try await $0.retry("b", at: Fixture.location) }),
        ("cancel", { try await $0.cancel(OperationRun(backup: "b", kind: .create, id: "1"), at: Fixture.location) }),
        ("ack", { try await $0.acknowledge(OperationRun(backup: "b", kind: .create, id: "1"), at: Fixture.location) }),
    ]

    @Test func theWriterNeverFindsOut() async throws {
        let writer = try #require(try provider().writer(with: Secret(Fixture.token)))
        for (name, act) in Self.acts {
            let error = await #expect(throws: ProviderError.self) { try await act(writer) }
            #expect(error?.message.contains("refresh the list first; nothing was sent") == true, "\(name)")
            #expect(error?.isOutcomeUnknown == false)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func whatTheReaderFoundTheWriterKnows() async throws {
        try serve(queue: 404, v1: nil)
        let provider = try provider()
        let early = try #require(provider.writer(with: Secret(Fixture.token)))
        _ = try await provider.reader().backups(at: Fixture.location)
        let late = try #require(provider.writer(with: Secret("another-token")))
        transport.on(.delete, "\(Fixture.worldPath)/b", .status(204))
        try await early.delete("b", at: Fixture.location)
        try await late.delete("b", at: Fixture.location)
        #expect(transport.lines.suffix(2) == [
            "DELETE \(Fixture.worldPath)/b", "DELETE \(Fixture.worldPath)/b",
        ])
        #expect(transport.requests.last?.headers["Authorization"] == "Bearer another-token")
    }

    @Test func beforeTheFirstListOnlyWhatIsSureIsOffered() throws {
        let capabilities = try provider().capabilities
        #expect(capabilities == .archonUndecided)
        for api in ArchonSettings.API.allCases {
            #expect(capabilities.actions.isSubset(of: ProviderCapabilities.archon(api).actions))
        }
        for action in BackupAction.allCases {
            #expect(capabilities.actions.contains(action) || capabilities.reasons[action] != nil)
        }
    }
}
