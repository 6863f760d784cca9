import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A create from its request to its row")
struct CreateTests {
    private static func sent() -> Bench {
        var bench = Bench.opened()
        bench.press(.create)
        bench.arm()
        bench.key(.enter)
        return bench
    }

    @Test func anAcceptedCreateIsShownAsQueuedAndListed() {
        var bench = Self.sent()
        let effects = bench.answer(.accepted("new"))
        #expect(bench.operation("new", .create)?.state == .queued)
        #expect(bench.operation("new", .create)?.title == "Backup #4")
        #expect(effects.lists == [Sample.place])
        #expect(effects.contains(.loadServer(Sample.ref)), "the quota changed")
        #expect(bench.state.notice?.text == "Create \"Backup #4\": accepted")
    }

    @Test(arguments: [
        (OperationState.done, Notice(.success, "Create \"Backup #4\": done")),
        (.failed, Notice(.failure, "Create \"Backup #4\": failed: disk full")),
        (.cancelled, Notice(.warning, "Create \"Backup #4\": cancelled")),
    ])
    func theNoticeTellsOfTheEndAsSoonAsItIsKnown(end: OperationState, notice: Notice) {
        var bench = Self.sent()
        bench.answer(.accepted("new"))
        bench.progress("new", .create, .running, 0.7)
        #expect(bench.state.notice?.text == "Create \"Backup #4\": accepted")
        var report = Sample.report("new", .create, end)
        report.failure = end == .failed ? "disk full" : nil
        bench.event(.progress(report))
        #expect(bench.state.notice?.kind == notice.kind)
        #expect(bench.state.notice?.text == notice.text)
    }

    @Test func aNoticeThatAKeyTookAwayDoesNotComeBack() {
        var bench = Self.sent()
        bench.answer(.accepted("new"))
        bench.press(.moveDown)
        bench.progress("new", .create, .done)
        #expect(bench.state.notice == nil)
    }

    @Test func eventsBeforeTheAnswerAreKept() {
        var bench = Self.sent()
        bench.progress("new", .create, .running, 0.7)
        bench.answer(.accepted("new"))
        #expect(bench.operation("new", .create)?.fraction == 0.7)
        #expect(bench.operation("new", .create)?.title == "Backup #4")
    }

    @Test func anEndBeforeTheAnswerIsNotTakenBack() {
        var bench = Self.sent()
        bench.progress("new", .create, .running, 0.7)
        bench.progress("new", .create, .done)
        bench.answer(.accepted("new"))
        #expect(bench.operation("new", .create)?.state == .done)
    }

    @Test func aRefusedCreateIsSaidAndNotSentAgain() {
        var bench = Self.sent()
        bench.answer(.refused(ProviderError(.limitReached, "No free slot: delete a backup first")))
        #expect(bench.state.notice == Notice(.failure, "Create \"Backup #4\": No free slot: delete a backup first"))
        #expect(bench.server?.operations.isEmpty == true)
        #expect(bench.requests.count == 1)
    }

    @Test func aCreateThatWasNotSentListsNothing() {
        var bench = Self.sent()
        #expect(bench.answer(.notSent("no journal")).lists.isEmpty)
    }

    // MARK: No clear answer

    @Test func theListFindsACreateThatGotNoAnswer() {
        var bench = Self.sent()
        #expect(bench.answer(.ambiguous(Sample.offline)).lists == [Sample.place])
        bench.list(Sample.backups + [Sample.backup("new", name: "Backup #4", hoursOld: 0, state: .running)])
        #expect(bench.state.notice == Notice(.success, "Create \"Backup #4\": it did arrive and is in the list"))
        #expect(bench.server?.unconfirmed.isEmpty == true)
        #expect(bench.requests.count == 1)
    }

    @Test func aCreateListedBeforeItsAnswerFailedIsFoundToo() {
        var bench = Self.sent()
        let with = Sample.backups + [Sample.backup("new", name: "Backup #4", hoursOld: 0, state: .running)]
        bench.list(with, [Sample.report("new", .create, .running)])
        bench.answer(.ambiguous(Sample.offline))
        bench.list(with, [Sample.report("new", .create, .running)])
        #expect(bench.state.notice == Notice(.success, "Create \"Backup #4\": it did arrive and is in the list"))
    }

    @Test func aBackupOfThatNameFromBeforeIsNotOurs() {
        var bench = Bench.opened([Sample.backup("old", name: "nightly", state: .failed)])
        bench.press(.create)
        bench.arm()
        bench.type("nightly")
        bench.key(.enter)
        bench.answer(.ambiguous(Sample.offline))
        bench.list([Sample.backup("old", name: "nightly", state: .failed)])
        #expect(bench.server?.unconfirmed.count == 1)
    }

    @Test(arguments: [(Backup.Kind.automatic, 0.0), (.manual, -1.0), (.manual, 1.0)])
    func anAutomaticOneOfThatNameOrOneOfAnotherTimeIsNotOurs(kind: Backup.Kind, hours: Double) {
        var bench = Self.sent()
        bench.answer(.ambiguous(Sample.offline))
        var other = Sample.backup("new", name: "Backup #4")
        other.kind = kind
        other.createdAt = bench.state.now.addingTimeInterval(3600 * hours)
        bench.list(Sample.backups + [other])
        #expect(bench.server?.unconfirmed.count == 1)
    }

    @Test func theTimeOfAnArrivedOneIsTheServicesOwn() {
        var bench = Bench.opened()
        let ahead = bench.state.now.addingTimeInterval(3600)
        bench.press(.refresh)
        bench.list(BackupListing(backups: Sample.backups, date: ahead))
        bench.press(.create)
        bench.arm()
        bench.key(.enter)
        bench.answer(.ambiguous(Sample.offline))
        var ours = Sample.backup("new", name: "Backup #4")
        ours.kind = .manual
        ours.createdAt = ahead
        bench.list(BackupListing(backups: Sample.backups + [ours], date: ahead))
        #expect(bench.server?.unconfirmed.isEmpty == true)
    }

    @Test func twoThatMightBeOursProveNothing() {
        var bench = Self.sent()
        bench.answer(.ambiguous(Sample.offline))
        let both = ["n1", "n2"].map { id in
            var backup = Sample.backup(Backup.ID(id), name: "Backup #4")
            backup.createdAt = bench.state.now
            return backup
        }
        bench.list(Sample.backups + both)
        #expect(bench.server?.unconfirmed.count == 1)
        bench.list(Sample.backups + both)
        #expect(bench.state.notice?.text.contains("2 new of that name in the list") == true)
        #expect(bench.state.notice?.text.contains("no trace") == false, "nobody is told to ask again")
    }

    @Test func twoListsWithoutATraceSaySo() {
        var bench = Self.sent()
        bench.answer(.ambiguous(Sample.offline))
        bench.list()
        #expect(bench.server?.unconfirmed.count == 1)
        bench.list()
        #expect(bench.state.notice?.text == "Create \"Backup #4\": no trace in the list; press c to ask again")
        #expect(bench.server?.unconfirmed.isEmpty == true)
        #expect(bench.requests.count == 1)
    }

    @Test func aListAskedForBeforeTheTimeOutProvesNothing() {
        var bench = Self.sent()
        bench.send(.timerFired(.poll(Sample.place)))
        bench.answer(.ambiguous(Sample.offline))
        bench.list()
        bench.list()
        #expect(bench.server?.unconfirmed.count == 1, "one older list, one newer")
    }

    @Test func aFailedListProvesNothing() {
        var bench = Self.sent()
        bench.answer(.ambiguous(Sample.offline))
        bench.failList()
        bench.failList()
        bench.failList()
        #expect(bench.server?.unconfirmed.count == 1)
    }

    @Test func theListIsReadAtTheBusyPaceUntilItTells() {
        var bench = Self.sent()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.list().delay(of: .poll(Sample.place)) == .seconds(4))
        #expect(bench.list().delay(of: .poll(Sample.place)) == .seconds(30))
    }

    @Test func theListIsReadThoughAnotherServerIsOnScreen() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.press(.create)
        bench.arm()
        bench.key(.enter)
        bench.answer(.ambiguous(Sample.offline))
        bench.press(.nextServer)
        bench.list(at: Sample.place)
        #expect(bench.send(.timerFired(.poll(Sample.place))).lists == [Sample.place])
    }

    @Test func noSecondCreateLeavesBeforeTheFirstIsAnswered() {
        var bench = Self.sent()
        bench.press(.create)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text == "create: the last request has not been answered yet: wait")
        #expect(bench.requests.count == 1)
        bench.answer(.refused(Sample.offline))
        bench.press(.create)
        #expect(bench.nameSheet != nil)
    }

    @Test func noRestoreIsPlannedBeforeACreateIsAnswered() {
        var bench = Self.sent()
        bench.press(.restore)
        #expect(bench.state.overlays.isEmpty)
        bench.press(.rename)
        #expect(bench.nameSheet != nil, "a new name gets in nobody's way")
    }
}
