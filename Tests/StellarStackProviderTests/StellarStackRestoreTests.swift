import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import StellarStackProvider

@Suite(.timeLimit(.minutes(20)))
struct StellarStackRestoreTests {
    private let transport = StubTransport()
    private let path = "\(Fixture.backupsPath)/restore?id=\(Fixture.backup)"

    private func restore() async throws {
        try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
    }

    @Test func theServerIsReadFirstAndThenAskedOnce() async throws {
        Fixture.prepare(transport)
        transport.on(.post, path, .json(#"{"success":true,"message":"Backup restored successfully"}"#))
        try await restore()
        #expect(transport.lines == ["GET \(Fixture.serverPath)", "GET \(Fixture.statsPath)", "POST \(path)"])
        #expect(transport.requests[2].body == nil)
        #expect(transport.requests[2].timeout == .seconds(3600))
        #expect(transport.requests.allSatisfy { $0.isUrgent || $0.method == .post }, "the user waits for the readings")
    }

    /// Whatever else than a server that is certainly off: nothing may be sent, because it would spoil the backup.
    @Test(arguments: [
        (#""status":"STOPPED""#, #"{"state":"running"}"#, "the server is not off"),
        (#""status":"STOPPED""#, #"{"state":"starting"}"#, "the server is not off"),
        (#""status":"STOPPED""#, #"{"state":"stopping"}"#, "the server is not off"),
        (#""status":"STOPPED""#, #"{"state":"hibernating"}"#, "nobody says whether the server runs"),
        (#""status":"STOPPED""#, "{}", "nobody says whether the server runs"),
        (#""status":"STOPPED""#, "[]", "nobody says whether the server runs"),
        (#""status":"STOPPED""#, #"{"state":"offline","is_installing":true}"#, "being installed"),
        (#""status":"STOPPED""#, #"{"state":"offline","is_transferring":true}"#, "moved to another node"),
        (#""status":"STOPPED""#, #"{"state":"offline","is_restoring":true}"#, "being restored already"),
        (#""status":"STOPPED","node":{"isOnline":false}"#, #"{"state":"offline"}"#, "node that is offline"),
        (#""status":"STOPPED","suspended":true"#, #"{"state":"offline"}"#, "the server is suspended"),
        (#""status":"RESTORING""#, #"{"state":"offline"}"#, "being restored already"),
        (#""status":"MAINTENANCE""#, #"{"state":"offline"}"#, "under maintenance"),
        (#""status":"ERROR""#, #"{"state":"offline"}"#, "the server is broken"),
        (#""status":"ORBITING""#, #"{"state":"offline"}"#, "(ORBITING)"),
    ])
    func nothingIsSentUnlessTheServerIsCertainlyOff(row: String, stats: String, words: String) async throws {
        Fixture.prepare(transport, row: row, stats: .json(stats))
        transport.on(.post, path, .json("{}"))
        let error = await #expect(throws: ProviderError.self) { try await restore() }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains(words) == true)
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(error?.isOutcomeUnknown == false)
        #expect(transport.requests.allSatisfy { $0.method == .get })
    }

    @Test(arguments: [StubTransport.Answer.status(500), .failure(.connectionClosed), .json("null"), .status(401)])
    func anUnreadableServerStopsTheRestore(answer: StubTransport.Answer) async throws {
        transport.on(.get, Fixture.serverPath, answer)
        transport.on(.post, path, .json("{}"))
        let error = await #expect(throws: ProviderError.self) { try await restore() }
        #expect(error?.isOutcomeUnknown == false)
        #expect(transport.requests.allSatisfy { $0.method == .get })
    }

    @Test(arguments: [
        StubTransport.Answer.json(#"{"error":"Node is offline"}"#, status: 500), .status(502), .status(504),
        .failure(.responseTimedOut), .failure(.connectionClosed), .failure(.cancelled), webPage,
    ])
    func anErrorAfterItBeganSaysWhatBecomesOfTheBackup(answer: StubTransport.Answer) async throws {
        Fixture.prepare(transport)
        transport.on(.post, path, answer)
        let error = await #expect(throws: ProviderError.self) { try await restore() }
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.message.contains("failed for good although its archive is whole: download it") == true)
        #expect(transport.requests.count { $0.method == .post } == 1)
    }

    @Test(arguments: [
        (400, #"{"error":"Cannot restore from a failed backup"}"#, ProviderError.Code.conflict),
        (400, #"{"error":"Node is offline"}"#, .conflict),
        (403, #"{"error":"Forbidden: x"}"#, .forbidden),
        (404, #"{"error":"Backup not found"}"#, .notFound),
        (409, #"{"error":"Backup is not ready for restoration"}"#, .conflict),
    ])
    func aRefusalBeforeItBeganSpoilsNothing(status: Int, body: String, code: ProviderError.Code) async throws {
        Fixture.prepare(transport)
        transport.on(.post, path, .json(body, status: status))
        let error = await #expect(throws: ProviderError.self) { try await restore() }
        #expect(error?.code == code)
        #expect(error?.isOutcomeUnknown == false)
        #expect(error?.message.contains("for good") == false)
    }
}
