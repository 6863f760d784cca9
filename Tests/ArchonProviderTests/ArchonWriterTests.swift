import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonWriterTests {
    private let transport = StubTransport()
    private let path = "\(Fixture.worldPath)/\(Fixture.backup)"

    private func body(_ number: Int = 0) -> String? {
        transport.requests[number].body.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func createSendsTheNameAndAnswersTheID() async throws {
        transport.on(.post, Fixture.worldPath, .json(#"{"id":"new"}"#, status: 202))
        let id = try await Fixture.writer(transport).createBackup(BackupDraft(name: #"a "b"/ż"#), at: Fixture.location)
        #expect(id == "new")
        #expect(body() == #"{"name":"a \"b\"/ż"}"#)
        #expect(transport.requests[0].headers["Authorization"] == "Bearer \(Fixture.token)")
    }

    @Test func restoreAndRetryHaveNoBody() async throws {
        transport.on(.post, "\(path)/restore", .status(204))
        transport.on(.post, "\(path)/retry", .json("{}"))
        let writer = try Fixture.writer(transport)
        try await writer.restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        try await writer.retry(Fixture.backup, at: Fixture.location)
        #expect(transport.requests.map(\.body) == [nil, nil])
        #expect(transport.requests.allSatisfy { $0.headers["Content-Type"] == "application/json" })
    }

    @Test func deleteAndRename() async throws {
        transport.on(.delete, path, .status(200))
        transport.on(.patch, path, .status(204))
        let writer = try Fixture.writer(transport)
        try await writer.delete(Fixture.backup, at: Fixture.location)
        try await writer.rename(Fixture.backup, to: "New", at: Fixture.location)
        #expect(body(0) == nil)
        #expect(body(1) == #"{"name":"New"}"#)
    }

    @Test(arguments: [
        (PowerSignal.start, "Start"), (.stop, "Stop"), (.restart, "Restart"), (.kill, "Kill"),
    ])
    func powerWordsAreCapitalised(signal: PowerSignal, word: String) async throws {
        transport.on(.post, "/archon/modrinth/v0/servers/\(Fixture.server)/power", .status(204))
        try await Fixture.writer(transport).power(signal, server: Fixture.server)
        #expect(body() == #"{"action":"\#(word)"}"#)
    }

    @Test(arguments: [nil, ArchonEndpoints.nilWorld, ""])
    func nothingIsSentWithoutAResolvedWorld(world: World.ID?) async throws {
        let writer = try Fixture.writer(transport)
        let location = BackupLocation(server: Fixture.server, world: world)
        for act in ["create", "restore", "delete", "rename", "retry"] {
            let error = await #expect(throws: ProviderError.self) {
                switch act {
                case "create": _ = try await writer.createBackup(BackupDraft(name: "x"), at: location)
                case "restore": try await writer.restore("b", RestoreOptions(), at: location)
                case "delete": try await writer.delete("b", at: location)
                case "rename": try await writer.rename("b", to: "x", at: location)
                default: try await writer.retry("b", at: location)
                }
            }
            #expect(error?.message.contains("nothing was sent") == true)
            #expect(error?.isOutcomeUnknown == false)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "{}", #"{"id":""}"#, "<html></html>", #"{"id"#])
    func aCreateWithoutAnIDInItsAnswerMayHaveBeenMade(body: String) async throws {
        transport.on(.post, Fixture.worldPath, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).createBackup(BackupDraft(name: "x"), at: Fixture.location)
        }
        #expect(error?.isOutcomeUnknown == true)
        #expect(transport.requests.count == 1)
    }

    @Test func aWebPageIsNoSuccess() async throws {
        transport.on(.post, "\(path)/restore", .response(HTTPResponse(
            status: 200, headers: ["Content-Type": "text/html"], body: Array("<html>sign in</html>".utf8)
        )))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
        #expect(error?.isOutcomeUnknown == true)
    }

    @Test func everyActIsSentOnceWhateverHappens() async throws {
        let outcomes: [StubTransport.Answer] = [
            .failure(.connectionClosed), .failure(.responseTimedOut), .status(503, headers: ["Retry-After": "1"]),
            .status(429), .status(504), .status(401),
        ]
        for outcome in outcomes {
            let transport = StubTransport()
            transport.on(.post, "\(path)/restore", outcome)
            let chain = RetryingHTTPTransport(transport, clock: ManualClock())
            let writer = try ArchonWriter(Fixture.settings(), transport: chain)
            await #expect(throws: ProviderError.self) {
                try await writer.restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
            }
            #expect(transport.requests.count == 1)
        }
    }
}
