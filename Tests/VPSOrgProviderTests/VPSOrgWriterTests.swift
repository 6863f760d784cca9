import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import VPSOrgProvider

@Suite(.timeLimit(.minutes(20)))
struct VPSOrgWriterTests {
    private let transport = StubTransport()
    private let restorePath = "\(Fixture.serversPath)771/restore/"

    private func create(_ description: String = "before upgrade") async throws -> Backup.ID {
        try await Fixture.writer(transport).createBackup(BackupDraft(name: description), at: Fixture.location)
    }

    @Test(arguments: [
        ("before upgrade", #"{"description":"before upgrade","server_id":771}"#),
        ("  a \"b\"/ż \n", #"{"description":"a \"b\"/ż","server_id":771}"#),
        ("", #"{"server_id":771}"#),
        (" \n ", #"{"server_id":771}"#),
    ])
    func createSendsTheServersNumberAndADescription(description: String, body: String) async throws {
        transport.on(
            .post,
            Fixture.backupsPath,
            .json(#"{"id":502,"status":"in_progress","message":"x"}"#, status: 201)
        )
        #expect(try await create(description) == "502")
        #expect(transport.requests[0].text == body)
        #expect(transport.requests[0].subject == "771")
        #expect(transport.requests[0].headers["Authorization"] == "Bearer \(Fixture.token)")
    }

    @Test func aLongDescriptionIsCut() async throws {
        transport.on(.post, Fixture.backupsPath, .json(#"{"id":"502"}"#))
        #expect(try await create(String(repeating: "é", count: 300)) == "502")
        #expect(transport.requests[0].text
            == #"{"description":"\#(String(repeating: "é", count: 255))","server_id":771}"#)
    }

    @Test(arguments: ["", "{}", #"{"id":null}"#, #"{"id":"new"}"#, "<html></html>"])
    func aCreateWithoutAnIDInItsAnswerMayHaveBeenMade(body: String) async throws {
        transport.on(.post, Fixture.backupsPath, .json(body, status: 201))
        let error = await #expect(throws: ProviderError.self) { try await create() }
        #expect(error?.code == .invalidResponse)
        #expect(error?.isOutcomeUnknown == true)
    }

    @Test(arguments: [
        StubTransport.Answer.status(200), .json(#"{"message":"started"}"#, status: 201), .status(202), .status(204),
        .json("[]"), .json("nonsense"),
    ])
    func aRestoreGoesThroughTheServerAndAnySuccessWillDo(answer: StubTransport.Answer) async throws {
        transport.on(.post, restorePath, answer)
        try await Fixture.writer(transport).restore("501", RestoreOptions(truncates: true), at: Fixture.location)
        #expect(transport.lines == ["POST \(restorePath)"])
        #expect(transport.requests[0].text == #"{"backup_id":501}"#)
    }

    @Test func aDeleteHasNoBodyAndNamesTheBackupInItsPath() async throws {
        transport.on(.delete, "\(Fixture.backupsPath)501/", .status(204))
        try await Fixture.writer(transport).delete("501", at: Fixture.location)
        #expect(transport.requests[0].body == nil)
        #expect(transport.requests[0].headers["Content-Type"] == "application/json")
        transport.replace(.delete, "\(Fixture.backupsPath)501/", .status(404))
        let gone = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).delete("501", at: Fixture.location)
        }
        #expect(gone?.code == .notFound)
        #expect(gone?.isOutcomeUnknown == false)
    }

    @Test(arguments: ["", "abc", "5/../6", "1e3"])
    func nothingIsSentForAnIDThatIsNoNumber(id: String) async throws {
        let writer = try Fixture.writer(transport)
        let elsewhere = BackupLocation(server: Server.ID(id))
        for act in ["create", "restore here", "restore elsewhere", "delete"] {
            let error = await #expect(throws: ProviderError.self) {
                switch act {
                case "create": _ = try await writer.createBackup(BackupDraft(name: "x"), at: elsewhere)
                case "restore here": try await writer.restore(Backup.ID(id), RestoreOptions(), at: Fixture.location)
                case "restore elsewhere": try await writer.restore("501", RestoreOptions(), at: elsewhere)
                default: try await writer.delete(Backup.ID(id), at: Fixture.location)
                }
            }
            #expect(error?.message.contains("nothing was sent") == true)
            #expect(error?.isOutcomeUnknown == false)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func everyActIsSentOnceWhateverHappens() async throws {
        let outcomes: [(StubTransport.Answer, Bool)] = [
            (.failure(.connectionClosed), true), (.failure(.responseTimedOut), true), (.status(500), true),
            (.status(502), true), (.status(504), true), (.status(503, headers: ["Retry-After": "1"]), false),
            (.status(429), false), (.status(401), false), (.status(301), false),
        ]
        for (outcome, isAmbiguous) in outcomes {
            let transport = StubTransport()
            transport.on(.post, restorePath, outcome)
            transport.on(.post, Fixture.backupsPath, outcome)
            let writer = try Fixture.writer(transport)
            let restoring = await #expect(throws: ProviderError.self) {
                try await writer.restore("501", RestoreOptions(), at: Fixture.location)
            }
            let creating = await #expect(throws: ProviderError.self) {
                try await writer.createBackup(BackupDraft(name: "x"), at: Fixture.location)
            }
            #expect(restoring?.isOutcomeUnknown == isAmbiguous)
            #expect(creating?.isOutcomeUnknown == isAmbiguous)
            #expect(transport.requests.count == 2)
        }
    }

    @Test func whatTheServiceLacksIsNotSent() async throws {
        let writer = try Fixture.writer(transport)
        let run = OperationRun(backup: "1", kind: .create, id: "1")
        for act in ["many", "rename", "retry", "lock", "cancel", "acknowledge", "power"] {
            let error = await #expect(throws: ProviderError.self) {
                switch act {
                case "many": try await writer.delete(["1", "2"], at: Fixture.location)
                case "rename": try await writer.rename("1", to: "x", at: Fixture.location)
                case "retry": try await writer.retry("1", at: Fixture.location)
                case "lock": try await writer.setLock(true, on: "1", at: Fixture.location)
                case "cancel": try await writer.cancel(run, at: Fixture.location)
                case "acknowledge": try await writer.acknowledge(run, at: Fixture.location)
                default: try await writer.power(.stop, server: Fixture.server)
                }
            }
            #expect(error?.code == .unsupported)
        }
        #expect(transport.requests.isEmpty)
    }
}
