import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import StellarStackProvider

@Suite(.timeLimit(.minutes(20)))
struct StellarStackWriterTests {
    private let transport = StubTransport()
    private let deletePath = "\(Fixture.backupsPath)/delete?id=\(Fixture.backup)"
    private let lockPath = "\(Fixture.backupsPath)/lock?id=\(Fixture.backup)"
    private let draft = BackupDraft(
        name: #"a "b"/ż"#,
        ignoredPatterns: ["*.log", "cache/*"],
        isLocked: true,
        id: "C0000000-0000-4000-8000-00000000000a"
    )

    private func create(_ draft: BackupDraft? = nil) async throws -> Backup.ID {
        try await Fixture.writer(transport).createBackup(draft ?? self.draft, at: Fixture.location)
    }

    // MARK: Create

    @Test func createSendsTheDraftAndWaitsAnHour() async throws {
        transport.on(.post, Fixture.backupsPath, .json(#"{"id":"\#(draft.id ?? "")","status":"COMPLETED"}"#))
        #expect(try await create() == draft.id)
        let request = transport.requests[0]
        #expect(request.text == #"{"ignore":["*.log","cache/*"],"locked":true,"name":"a \"b\"/ż","#
            + #""uuid":"C0000000-0000-4000-8000-00000000000a"}"#)
        #expect(request.timeout == .seconds(3600))
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.headers["Authorization"] == "Bearer \(Fixture.token)")
        #expect(request.subject == Fixture.server.rawValue)
    }

    @Test func aNamelessBackupGetsTheServicesName() async throws {
        transport.on(.post, Fixture.backupsPath, .json("{}"))
        _ = try await create(BackupDraft(name: "", id: draft.id))
        #expect(transport.requests[0].text
            == #"{"ignore":[],"locked":false,"uuid":"C0000000-0000-4000-8000-00000000000a"}"#)
    }

    @Test(arguments: [nil, "", "../../etc/passwd", "12345"] as [Backup.ID?])
    func withoutAnIDOfItsOwnNothingIsSent(id: Backup.ID?) async throws {
        let error = await #expect(throws: ProviderError.self) { try await create(BackupDraft(name: "x", id: id)) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(error?.isOutcomeUnknown == false)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        StubTransport.Answer.json("{}"), .json(#"{"success":true,"checksum":"ab","size":5}"#), .json(#"{"id":""}"#),
        .json(#"{"id":null}"#), .json(""), .status(204),
    ])
    func anAnswerWithoutAnIDIsOursAllTheSame(answer: StubTransport.Answer) async throws {
        transport.on(.post, Fixture.backupsPath, answer)
        #expect(try await create() == draft.id)
    }

    @Test func aPanelThatChoosesTheIDItselfIsBelieved() async throws {
        transport.on(.post, Fixture.backupsPath, .json(#"{"id":"its-own"}"#, status: 201))
        #expect(try await create() == "its-own")
    }

    @Test(arguments: [
        StubTransport.Answer.status(500), .status(502), .status(504), .status(524), .failure(.responseTimedOut),
        .failure(.connectionClosed), webPage, .json("[]"), .json(#"{"success":false}"#),
        .json(#"{"error":"Node is offline"}"#, status: 500), .failure(.cancelled),
    ])
    func aLostCreateMayStillBeFinished(answer: StubTransport.Answer) async throws {
        transport.on(.post, Fixture.backupsPath, answer)
        let error = await #expect(throws: ProviderError.self) { try await create() }
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.message.hasSuffix("; the node may still be finishing it") == true)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [
        (400, #"{"error":"Node is offline"}"#, ProviderError.Code.conflict, "the server's node is offline (400)"),
        (400, #"{"error":"Server is suspended"}"#, .conflict, "the server is suspended (400)"),
        (403, #"{"error":"Server is suspended"}"#, .conflict, "the server is suspended (403)"),
        (403, #"{"error":"Forbidden: no access"}"#, .forbidden, "Forbidden: no access"),
        (404, #"{"error":"Server not found"}"#, .notFound, "Server not found"),
        (409, #"{"error":"Duplicate uuid"}"#, .conflict, "Duplicate uuid"),
        (429, #"{"error":"Too many requests"}"#, .rateLimited, "Too many requests"),
        (503, "", .serverFailure, "(503)"),
    ])
    func aRefusedCreateChangedNothing(status: Int, body: String, code: ProviderError.Code, words: String) async throws {
        transport.on(.post, Fixture.backupsPath, .json(body, status: status))
        let error = await #expect(throws: ProviderError.self) { try await create() }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
        #expect(error?.isOutcomeUnknown == false)
        #expect(error?.message.contains("finishing") == false)
    }

    // MARK: Delete

    @Test(arguments: [StubTransport.Answer.json(#"{"success":true}"#), .status(204), .status(200)])
    func deleteNamesTheBackupInTheQuery(answer: StubTransport.Answer) async throws {
        transport.on(.delete, deletePath, answer)
        try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
        #expect(transport.lines == ["DELETE \(deletePath)"])
        #expect(transport.requests[0].body == nil)
        #expect(transport.requests[0].headers["Content-Type"] == nil)
    }

    @Test(arguments: [
        (403, #"{"error":"Cannot delete locked backup"}"#, ProviderError.Code.conflict, "unlock it first", false),
        (403, #"{"error":"Forbidden: no access"}"#, .forbidden, "lacks the permission", false),
        (404, #"{"error":"Backup not found"}"#, .notFound, "Backup not found", false),
        (400, #"{"error":"Node is offline"}"#, .conflict, "the server's node is offline", false),
        (409, "", .conflict, "refused in the present state", false),
        (500, #"{"error":"Internal server error"}"#, .serverFailure, "Internal server error", true),
    ])
    func refusedDeletes(
        status: Int, body: String, code: ProviderError.Code, words: String, isAmbiguous: Bool
    ) async throws {
        transport.on(.delete, deletePath, .json(body, status: status))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
        #expect(error?.isOutcomeUnknown == isAmbiguous)
    }

    // MARK: Lock

    private func setLock(_ isLocked: Bool, _ backup: Backup.ID = Fixture.backup) async throws {
        try await Fixture.writer(transport).setLock(isLocked, on: backup, at: Fixture.location)
    }

    @Test func aLockIsReadFirstAndSetOnlyWhereNeeded() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups"))
        transport.on(.patch, lockPath, .json(#"{"success":true,"locked":false}"#))
        try await setLock(true)
        #expect(transport.lines == ["GET \(Fixture.backupsPath)"])
        try await setLock(false)
        #expect(transport.lines.dropFirst() == ["GET \(Fixture.backupsPath)", "PATCH \(lockPath)"])
        #expect(transport.requests[2].text == #"{"locked":false}"#)
        #expect(transport.requests[1].isUrgent, "the user waits for it")
    }

    @Test(arguments: [(404, #"{"error":"Not found"}"#), (404, ""), (405, "")])
    func aPanelWithoutLocksIsUnsupported(status: Int, body: String) async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups"))
        transport.on(.patch, lockPath, .json(body, status: status))
        let error = await #expect(throws: ProviderError.self) { try await setLock(false) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("this panel has no lock") == true)
        #expect(error?.isOutcomeUnknown == false)
    }

    @Test func aBackupThatIsGoneCannotBeLocked() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups"))
        let error = await #expect(throws: ProviderError.self) { try await setLock(true, "other") }
        #expect(error?.code == .notFound)
        transport.on(.patch, lockPath, .json(#"{"error":"Backup not found"}"#, status: 404))
        let late = await #expect(throws: ProviderError.self) { try await setLock(false) }
        #expect(late?.code == .notFound)
    }

    @Test func aLockThatDidNotTakeIsSaid() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups"))
        transport.on(.patch, lockPath, .json(#"{"success":true,"locked":true}"#), .json("{}"), .status(204))
        let error = await #expect(throws: ProviderError.self) { try await setLock(false) }
        #expect(error?.code == .invalidResponse)
        try await setLock(false)
        try await setLock(false)
    }

    @Test func aLaterPanelIsNeverLocked() async throws {
        try transport.on(.get, Fixture.backupsPath, Fixture.answer("backups-later"))
        let error = await #expect(throws: ProviderError.self) { try await setLock(false, "c1") }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("Backtop only shows its backups") == true)
        #expect(transport.requests.count == 1)
    }

    // MARK: Power and the rest

    @Test(arguments: PowerSignal.allCases)
    func powerHasAPathOfItsOwnAndNoBody(signal: PowerSignal) async throws {
        transport.on(.post, "\(Fixture.serverPath)/\(signal.rawValue)", .json(#"{"success":true,"status":"STOPPING"}"#))
        try await Fixture.writer(transport).power(signal, server: Fixture.server)
        #expect(transport.requests[0].body == nil)
    }

    @Test func whatThePanelLacksIsNotSent() async throws {
        let writer = try Fixture.writer(transport)
        let run = OperationRun(backup: "b", kind: .create, id: "1")
        for act in ["many", "rename", "retry", "cancel", "acknowledge"] {
            let error = await #expect(throws: ProviderError.self) {
                switch act {
                case "many": try await writer.delete(["a", "b"], at: Fixture.location)
                case "rename": try await writer.rename("b", to: "x", at: Fixture.location)
                case "retry": try await writer.retry("b", at: Fixture.location)
                case "cancel": try await writer.cancel(run, at: Fixture.location)
                default: try await writer.acknowledge(run, at: Fixture.location)
                }
            }
            #expect(error?.code == .unsupported)
        }
        #expect(transport.requests.isEmpty)
    }
}
