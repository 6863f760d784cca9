import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import PterodactylProvider

/// When the activity log is asked, and what it proves.
@Suite(.timeLimit(.minutes(20)))
struct RestoreEvidenceTests {
    private let transport = StubTransport()
    private let clock = ManualClock()

    private func entry(
        _ event: String, _ name: String = "nightly", id: String? = "e1", at time: String = "2031-02-03T12:00:00+01:00",
        more: String = "", isAPI: Bool = true
    ) -> String {
        let identity = id.map { #""id":"\#($0)","# } ?? ""
        return """
        {"object":"activity_log","attributes":{\(identity)"batch":null,"event":"\(event)","is_api":\(isAPI),"ip":null,\
        "properties":{"name":"\(name)"\(more)},"timestamp":"\(time)"}}
        """
    }

    private func log(_ entries: String...) -> StubTransport.Answer {
        .json(#"{"object":"list","data":[\#(entries.joined(separator: ","))],"meta":{"pagination":{"total":9}}}"#)
    }

    private func restores(
        _ answer: StubTransport.Answer,
        of rows: [String] = [Fixture.row()]
    ) async throws -> [OperationReport] {
        transport.on(.get, Fixture.list(), Fixture.page(rows))
        transport.replace(.get, Fixture.activity(), answer)
        let reader = try Fixture.reader(transport)
        return try await ReadPurpose.$current.withValue(.act) {
            try await reader.backups(at: Fixture.location).operations.filter { $0.kind == .restore }
        }
    }

    // MARK: What it proves

    @Test(arguments: [
        ("server:backup.restore-complete", OperationState.done), ("server.backup.restore-failed", .failed),
        ("server:backup.restore-failed", .failed),
    ])
    func bothEndsAndBothSpellingsAreRead(event: String, state: OperationState) async throws {
        let reports = try await restores(log(entry(event)))
        #expect(reports == [OperationReport(
            backup: Fixture.backup, kind: .restore, phase: .extract, state: state, run: "e1",
            endedAt: Timestamp.date("2031-02-03T11:00:00Z")
        )])
    }

    @Test func theNewestEndOfABackupCounts() async throws {
        let reports = try await restores(log(
            entry("server.backup.restore-failed", id: "new", at: "2031-02-03T13:00:00+01:00"),
            entry("server:backup.restore", id: "start"),
            entry("server:backup.restore-complete", id: "old")
        ))
        #expect(reports.map(\.run) == ["new"])
        #expect(reports.map(\.state) == [.failed])
    }

    @Test func anEndBehindANewerStartIsOfTheRestoreBefore() async throws {
        let reports = try await restores(log(
            entry("server:backup.restore", id: "start", at: "2031-02-03T13:00:00+01:00"),
            entry("server:backup.restore-complete", id: "old")
        ))
        #expect(reports.isEmpty)
    }

    /// The panel lists what happened in one second with the older entry first.
    @Test func aRestoreThatBeganAndEndedInOneSecondIsOver() async throws {
        let reports = try await restores(log(
            entry("server:backup.restore", id: "start"), entry("server:backup.restore-complete", id: "end")
        ))
        #expect(reports.map(\.run) == ["end"])
    }

    /// The node may never log the end of ours, and the end of the one before may be read for the first time.
    @Test(arguments: [("Mon, 03 Feb 2031 11:00:06 GMT", 0), ("Mon, 03 Feb 2031 11:00:05 GMT", 1), (nil, 1)])
    func anEndFromBeforeOurRequestIsNoEndOfOurs(date: String?, count: Int) async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), log(entry("server:backup.restore-complete")))
        let headers: HTTPHeaders = date.map { ["Date": $0] } ?? [:]
        transport.on(.get, Fixture.one(), .response(HTTPResponse(
            status: 200, headers: headers, body: Array(Fixture.row().utf8)
        )))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        try await Fixture.writer(of: provider).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        #expect(try await provider.reader().backups(at: Fixture.location).operations.count == count)
    }

    /// A proxy writes the header, and the panel's clock is an hour behind it: the log itself tells which end is ours.
    @Test func anEndIsOursByItsStartWhereTheLogWasReadBefore() async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        let old = [entry("server:backup.restore-complete", id: "e0"), entry("server:backup.restore", id: "s0")]
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(
            .get, Fixture.activity(), log(old[0], old[1]), log(old[0], old[1]),
            log(
                entry("server:backup.restore-complete", id: "e1", at: "2031-02-03T12:00:09+01:00"),
                entry("server:backup.restore", id: "s1", at: "2031-02-03T12:00:05+01:00"), old[0], old[1]
            )
        )
        transport.on(.get, Fixture.one(), .response(HTTPResponse(
            status: 200, headers: ["Date": "Mon, 03 Feb 2031 12:00:05 GMT"], body: Array(Fixture.row().utf8)
        )))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        let reader = provider.reader()
        func runs() async throws -> [OperationRun.ID?] {
            try await ReadPurpose.$current.withValue(.act) {
                try await reader.backups(at: Fixture.location).operations.map(\.run)
            }
        }
        #expect(try await runs() == ["e0"], "re-check B")
        try await Fixture.writer(of: provider).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        #expect(try await runs().isEmpty, "the end of the one before")
        #expect(try await runs() == ["e1"])
    }

    @Test func aRestoreThatWasRefusedLeavesNothingBehind() async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", Fixture.refusal(403, "AccessDeniedHttpException"))
        let writer = try Fixture.writer(of: provider)
        await #expect(throws: ProviderError.self) {
            try await writer.restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        }
        _ = try await provider.reader().backups(at: Fixture.location)
        #expect(!transport.lines.contains("GET \(Fixture.activity())"), "nothing is looked for")
    }

    @Test func anEntryWithoutAnIDIsToldApartByItsTime() async throws {
        let reports = try await restores(log(entry("server:backup.restore-complete", id: nil)))
        #expect(reports.map(\.run) == ["server:backup.restore-complete 2031-02-03T12:00:00+01:00"])
    }

    @Test func startsOtherNamesUnreadableAndOlderEntriesProveNothing() async throws {
        let reports = try await restores(log(
            entry("server:backup.restore"),
            entry("server:backup.restore-complete", "somebody else's"),
            entry("server:backup.restore-complete", at: "soon"),
            entry("server:backup.restore-complete", at: "2031-02-03T09:59:59+01:00"),
            #"{"object":"activity_log","attributes":{"event":7}}"#
        ))
        #expect(reports.isEmpty, "the last one ended before the backup was made")
    }

    @Test func aSharedNameProvesNothingForRestoresOfOthers() async throws {
        let twins = [Fixture.row("a"), Fixture.row("b")]
        #expect(try await restores(log(
            entry("server:backup.restore-complete"), entry("server:backup.restore", more: #","truncate":false"#)
        ), of: twins).isEmpty)
    }

    /// The start says how it was asked for: another way, or from a browser, it was not ours.
    @Test(arguments: [(false, true, true), (true, true, false), (false, false, false)])
    func aSharedNameIsToldApartByOurOwnRequest(truncates: Bool, isAPI: Bool, isOurs: Bool) async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        transport.on(.get, Fixture.one("b"), .json(Fixture.row("b")))
        transport.on(.post, "\(Fixture.one("b"))/restore", .status(204))
        try await Fixture.writer(of: provider).restore("b", RestoreOptions(), at: Fixture.location)
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row("a"), Fixture.row("b"), Fixture.row("c")]))
        transport.on(.get, Fixture.activity(), log(
            entry("server:backup.restore-complete"),
            entry("server:backup.restore", more: #","truncate":\#(truncates)"#, isAPI: isAPI)
        ))
        let reports = try await provider.reader().backups(at: Fixture.location).operations
        #expect(reports.map(\.backup) == (isOurs ? ["b"] : []))
    }

    // MARK: When it is asked

    @Test func aPollAsksOnlyWithinHalfAnHourOfARestore() async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), log())
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        let reader = provider.reader()
        func asks() async throws -> Int {
            _ = try await reader.backups(at: Fixture.location)
            return transport.lines.count { $0 == "GET \(Fixture.activity())" }
        }
        #expect(try await asks() == 0)
        try await Fixture.writer(of: provider).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        #expect(try await asks() == 1)
        clock.advance(by: .seconds(30 * 60))
        #expect(try await asks() == 2)
        clock.advance(by: .seconds(1))
        #expect(try await asks() == 2)
        _ = try await ReadPurpose.$current.withValue(.act) { try await reader.backups(at: Fixture.location) }
        #expect(try await asks() == 3, "an act asks always, the poll after it does not")
    }

    @Test func aRestoreOfSomebodyElseThatWasSeenCountsToo() async throws {
        let provider = try Fixture.provider(transport, clock: clock)
        transport.on(.get, Fixture.path(), Fixture.detail(status: #""restoring_backup""#))
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), log(entry("server:backup.restore-complete")))
        _ = try await provider.reader().server(Fixture.server)
        #expect(try await provider.reader().backups(at: Fixture.location).operations.map(\.state) == [.done])
    }

    /// The list was on its way when the restore was asked for: that it was answered proves nothing.
    @Test func aReadingOlderThanTheRequestDoesNotEndIt() async {
        let memory = RestoreMemory(clock: clock)
        let before = await memory.moment
        clock.advance(by: .seconds(1))
        await memory.noteRequest(RestoreMemory.Request(backup: "b", truncates: false, askedAt: nil), on: "s")
        await memory.noteEnd("s", seenSince: before)
        #expect(await memory.isOngoing("s"))
        await memory.noteEnd("s", seenSince: memory.moment)
        #expect(await !memory.isOngoing("s"))
        #expect(await memory.isRecent("s"), "its end may still have to be proved")
    }

    /// The log may have been read since, with the start of that very restore in it.
    @Test func aRestoreOfAnEarlierSessionIsProvedByItsTime() async {
        let memory = RestoreMemory(clock: clock)
        await memory.noteStarts(["its own start"], on: "s")
        let asked = Date(timeIntervalSince1970: 1_800_000_000)
        await memory.recall(RestoreMemory.Request(backup: "b", truncates: false, askedAt: asked), on: "s")
        let request = await memory.request(on: "s")
        #expect(request?.owns(asked.addingTimeInterval(9), start: "its own start") == true)
        #expect(request?.owns(asked.addingTimeInterval(-60), start: "an older start") == false)
    }

    @Test(arguments: [403, 404])
    func aLogThatMayNotBeReadIsAskedForOnce(status: Int) async throws {
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), Fixture.refusal(status, "AccessDeniedHttpException"))
        let reader = try Fixture.reader(transport)
        for _ in 1 ... 3 {
            let listing = try await ReadPurpose.$current.withValue(.act) {
                try await reader.backups(at: Fixture.location)
            }
            #expect(listing.backups.count == 1)
        }
        #expect(transport.lines.count { $0 == "GET \(Fixture.activity())" } == 1)
    }

    @Test(arguments: [StubTransport.Answer.status(502), .failure(.responseTimedOut), .json("{")])
    func aLogThatCannotBeReadNowLeavesTheListAndIsAskedAgain(answer: StubTransport.Answer) async throws {
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), answer, log(entry("server:backup.restore-complete")))
        let reader = try Fixture.reader(transport)
        for expected in [[], [OperationState.done]] {
            let listing = try await ReadPurpose.$current.withValue(.act) {
                try await reader.backups(at: Fixture.location)
            }
            #expect(listing.operations.map(\.state) == expected)
        }
    }

    // MARK: Refusals of the list

    @Test func aRefusalThatHasPassedMeanwhileIsToldAsItCame() async throws {
        transport.on(.get, Fixture.list(), Fixture.refusal(409, "ConflictingServerStateException", "busy"))
        transport.on(.get, Fixture.path(), Fixture.detail())
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("(409) busy") == true)
    }

    @Test func whereTheServerCannotBeReadEitherTheFirstRefusalIsTold() async throws {
        transport.on(.get, Fixture.list(), Fixture.refusal(409, "ServerStateConflictException", "restoring"))
        transport.on(.get, Fixture.path(), .status(502))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .conflict)
    }
}
