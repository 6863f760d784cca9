import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

@Suite(.timeLimit(.minutes(20)))
struct PterodactylWriterTests {
    private let transport = StubTransport()
    private var create: String {
        "\(Fixture.path())/backups"
    }

    private var lock: String {
        "\(Fixture.one())/lock"
    }

    private func setLock(_ isLocked: Bool) async throws {
        try await Fixture.writer(transport).setLock(isLocked, on: Fixture.backup, at: Fixture.location)
    }

    private func row(isLocked: Bool) -> StubTransport.Answer {
        .json(Fixture.row(isLocked: "\(isLocked)"))
    }

    private var toggles: Int {
        transport.requests.count { $0.method == .post }
    }

    // MARK: Lock

    @Test(arguments: [true, false])
    func aLockThatIsAsWishedIsLeftAlone(isLocked: Bool) async throws {
        transport.on(.get, Fixture.one(), row(isLocked: isLocked))
        try await setLock(isLocked)
        #expect(transport.lines == ["GET \(Fixture.one())"])
    }

    /// Between our reading and our request somebody else flips the lock: ours flips it back.
    @Test func aLockFlippedByTwoIsToldAndNeverFlippedAgain() async throws {
        transport.on(.get, Fixture.one(), row(isLocked: false))
        transport.on(.post, lock, row(isLocked: false))
        let error = await #expect(throws: ProviderError.self) { try await setLock(true) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("somebody else flipped the lock") == true)
        #expect(toggles == 1)
    }

    @Test(arguments: [StubTransport.Answer.status(204), .json("{}"), .json(Fixture.row("other", isLocked: "false"))])
    func anAnswerWithoutTheLockIsReadAgain(answer: StubTransport.Answer) async throws {
        transport.on(.get, Fixture.one(), row(isLocked: false), row(isLocked: true))
        transport.on(.post, lock, answer)
        try await setLock(true)
        #expect(transport.requests.map(\.method) == [.get, .post, .get])
    }

    @Test func aLockThatCannotBeReadAgainLeavesTheOutcomeOpen() async throws {
        transport.on(.get, Fixture.one(), row(isLocked: false), .status(502))
        transport.on(.post, lock, .status(204))
        let error = await #expect(throws: ProviderError.self) { try await setLock(true) }
        #expect(error?.isOutcomeUnknown == true)
        #expect(toggles == 1)
    }

    @Test func aLostAnswerIsNotSentAgain() async throws {
        transport.on(.get, Fixture.one(), row(isLocked: false))
        transport.on(.post, lock, .failure(.connectionClosed))
        let error = await #expect(throws: ProviderError.self) { try await setLock(true) }
        #expect(error?.isOutcomeUnknown == true)
        #expect(toggles == 1)
    }

    @Test func aLockThatIsNotToldIsNotFlipped() async throws {
        transport.on(.get, Fixture.one(), row(isLocked: true))
        transport.replace(.get, Fixture.one(), .json(Fixture.row(isLocked: "null")))
        let error = await #expect(throws: ProviderError.self) { try await setLock(true) }
        #expect(error?.code == .unsupported)
        #expect(toggles == 0)
    }

    // MARK: Create

    @Test(arguments: [200, 201, 202])
    func everyDocumentedSuccessOfACreateIsTaken(status: Int) async throws {
        transport.on(
            .post,
            create,
            .json(Fixture.row("new", isSuccessful: "null", completedAt: "null"), status: status)
        )
        #expect(try await Fixture.writer(transport).createBackup(BackupDraft(name: "x"), at: Fixture.location) == "new")
    }

    @Test(arguments: ["", "{}", #"{"attributes":{"uuid":""}}"#, "<html></html>"])
    func aCreateWithoutAnIDInItsAnswerMayHaveBeenMade(body: String) async throws {
        transport.on(.post, create, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).createBackup(BackupDraft(name: "x"), at: Fixture.location)
        }
        #expect(error?.isOutcomeUnknown == true)
        #expect(transport.requests.count == 1)
    }

    /// The panel says itself that the node failed: then no row remains. A gateway's word, or none, leaves it open.
    @Test(arguments: [
        (Fixture.refusal(504, "DaemonConnectionException"), false), (.status(504), true), (.status(500), true),
        (.failure(.connectionClosed), true), (.failure(.refused(host: "panel.example", port: 443)), false),
    ])
    func onlyThePanelsOwnWordMakesALostCreateCertain(answer: StubTransport.Answer, isAmbiguous: Bool) async throws {
        transport.on(.post, create, answer)
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).createBackup(BackupDraft(name: "x"), at: Fixture.location)
        }
        #expect(error?.isOutcomeUnknown == isAmbiguous)
    }

    // MARK: Restore, delete, power

    @Test(arguments: [200, 202, 204])
    func everyDocumentedSuccessOfARestoreIsTaken(status: Int) async throws {
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", .status(status))
        try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        #expect(transport.lines == ["GET \(Fixture.one())", "POST \(Fixture.one())/restore"])
    }

    @Test(arguments: [502, 504])
    func aNodeThatFailsDuringARestoreMayGoOn(status: Int) async throws {
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", Fixture.refusal(status, "DaemonConnectionException"))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        }
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.message.contains("may have been carried out") == true)
    }

    @Test func aBackupThatCannotBeReadIsNotRestored() async throws {
        transport.on(.get, Fixture.one(), .status(502))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        }
        #expect(error?.isOutcomeUnknown == false)
        #expect(transport.requests.count == 1)
    }

    @Test func aWebPageIsNoSuccess() async throws {
        transport.on(.delete, Fixture.one(), .response(HTTPResponse(
            status: 200, headers: ["Content-Type": "text/html"], body: Array("<html>sign in</html>".utf8)
        )))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
        #expect(error?.isOutcomeUnknown == true)
    }

    @Test(arguments: [
        ("BackupIsLockedException", 400, "unlock it first"), ("BackupLockedException", 400, "unlock it first"),
        ("ConflictingServerStateException", 409, "does not allow it"),
        ("InsufficientStorageException", 507, "no room"), ("HttpException", 419, "(419)"),
    ])
    func theDocumentsNamesOfRefusalsAreKnownToo(name: String, status: Int, words: String) async throws {
        transport.on(.delete, Fixture.one(), Fixture.refusal(status, name))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == (status == 507 ? .limitReached : .conflict))
        #expect(error?.message.contains(words) == true)
        #expect(error?.isOutcomeUnknown == false)
    }

    @Test func aNodesOwnRefusalIsNoLostAnswer() async throws {
        transport.on(.post, "\(Fixture.path())/power", Fixture.refusal(404, "DaemonConnectionException"))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport).power(.start, server: Fixture.server)
        }
        #expect(error?.code == .conflict)
        #expect(error?.isOutcomeUnknown == false)
    }

    // MARK: What there is not

    @Test func whatThePanelLacksSendsNothingAndSaysSo() async throws {
        let writer = try Fixture.writer(transport)
        let run = OperationRun(backup: Fixture.backup, kind: .restore, id: "1")
        let acts: [(BackupAction, () async throws -> Void)] = [
            (.deleteMany, { try await writer.delete([Fixture.backup], at: Fixture.location) }),
            (.rename, { try await writer.rename(Fixture.backup, to: "x", at: Fixture.location) }),
            (.retry, { try await writer.retry(Fixture.backup, at: Fixture.location) }),
            (.cancel, { try await writer.cancel(run, at: Fixture.location) }),
            (.acknowledge, { try await writer.acknowledge(run, at: Fixture.location) }),
        ]
        for (action, act) in acts {
            let error = await #expect(throws: ProviderError.self) { try await act() }
            #expect(error?.code == .unsupported)
            let reason = try #require(ProviderCapabilities.pterodactyl.reason(against: action))
            #expect(error?.message.contains(reason) == true)
        }
        #expect(transport.requests.isEmpty)
        #expect(ProviderCapabilities.pterodactyl.actions.union(acts.map(\.0)) == Set(BackupAction.allCases))
    }

    @Test func nothingIsSentWithoutAServerOrABackup() async throws {
        let writer = try Fixture.writer(transport)
        let nowhere = BackupLocation(server: "")
        let acts: [() async throws -> Void] = [
            { _ = try await writer.createBackup(BackupDraft(name: "x"), at: nowhere) },
            { try await writer.restore(Fixture.backup, RestoreOptions(), at: nowhere) },
            { try await writer.restore("", RestoreOptions(), at: Fixture.location) },
            { try await writer.delete("", at: Fixture.location) },
            { try await writer.setLock(true, on: "", at: Fixture.location) },
            { try await writer.power(.stop, server: "") },
        ]
        for act in acts {
            let error = await #expect(throws: ProviderError.self) { try await act() }
            #expect(error?.message.contains("nothing was sent") == true)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func requestsWithARuleOfTheirOwnSayNothingOfTheAccount() async throws {
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, create, .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        transport.on(.delete, Fixture.one(), .status(204))
        let writer = try Fixture.writer(transport)
        _ = try await writer.createBackup(BackupDraft(name: "x"), at: Fixture.location)
        try await writer.restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        try await writer.delete(Fixture.backup, at: Fixture.location)
        #expect(transport.requests.map(\.hasOwnLimit) == [true, false, true, false])
    }

    @Test func readingsThatAnActRestsOnAreNotHeldBack() async throws {
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, lock, row(isLocked: true))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        transport.on(.get, "\(Fixture.one())/download", .json(#"{"attributes":{"url":"https://node.example/x"}}"#))
        try await setLock(true)
        try await Fixture.writer(transport).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        _ = try await Fixture.downloader(transport, StubArchives(HTTPResponse(status: 200)))
            .open(Fixture.backup, at: Fixture.location, from: 0)
        #expect(transport.requests.filter { $0.method == .get }.map(\.isUrgent) == [true, true, true, true])
        _ = try await Fixture.reader(transport).backup(Fixture.backup, at: Fixture.location)
        #expect(transport.requests.last?.isUrgent == false)
    }

    // MARK: Secrets

    @Test(arguments: [401, 403, 404, 409, 422, 429, 500, 503, 504])
    func aTokenThatComesBackIsNeverShown(status: Int) async throws {
        let answers = [
            Fixture.refusal(status, "HttpException", "bad key \(Fixture.token) given"),
            Fixture.refusal(status, "DaemonConnectionException", "bad key \(Fixture.token) given"),
            Fixture.refusal(status, "TooManyRequestsHttpException", "bad key \(Fixture.token) given"),
        ]
        for answer in answers {
            transport.replace(.delete, Fixture.one(), answer)
            let error = await #expect(throws: ProviderError.self) {
                try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
            }
            #expect(error?.message.contains("0123456789") == false)
        }
    }
}
