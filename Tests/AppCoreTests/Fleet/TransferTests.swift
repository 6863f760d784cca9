import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Downloads are asked for, shown, checked and cancelled")
struct TransferTests {
    private static let sum = Checksum(algorithm: .sha256, value: "cafe")
    private static let backups = [
        Sample.backup("b1", name: "nightly", size: 1000, checksum: sum),
        Sample.backup("b2", name: "weekly", hoursOld: 26, size: 1000),
        Sample.backup("b3", name: "broken", hoursOld: 72, state: .failed),
    ]
    private static let path = "/downloads/nightly.tar.gz"
    private static let receipt = DownloadReceipt(path: path, bytes: 1000, checksum: sum)

    private static func opened(
        access: Context.Access = .readWrite,
        needsWriter: Bool = false
    ) -> Bench {
        let traits = ProviderCapabilities.logged.with { $0.downloadNeedsWriter = needsWriter }
        var bench = Bench.opened(backups, context: Sample.context(access: access, capabilities: traits))
        bench.select("b1")
        return bench
    }

    /// The question of a download on screen and armed.
    private static func asked(
        _ backup: Backup.ID = "b1",
        finished: Int64? = nil,
        part: Int64? = nil
    ) -> Bench {
        var bench = opened()
        bench.select(backup)
        bench.press(.download)
        bench.answerStanding(StandingDownload(path: path, finishedBytes: finished, partBytes: part))
        bench.arm()
        return bench
    }

    private static func downloading(_ backup: Backup.ID = "b1") -> Bench {
        var bench = asked(backup)
        bench.key(.character("y"))
        return bench
    }

    private func transfer(_ bench: Bench, _ backup: Backup.ID = "b1") -> Transfer? {
        bench.server?.transfers[backup]
    }

    // MARK: The question

    @Test func theKeyOnlyLooksAtTheFolder() {
        var bench = Self.opened()
        let effects = bench.press(.download)
        #expect(effects == [.prepareDownload(DownloadTarget(Self.backups[0], at: Sample.place, suffix: "tar.gz"))])
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.server?.transfers.isEmpty == true)
    }

    @Test func nothingIsFetchedBeforeTheAnswer() {
        var bench = Self.asked()
        #expect(bench.confirmSheet?.lines.first == "\"nightly\" to \(Self.path)")
        #expect(bench.confirmSheet?.verb == "download")
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.effects.isEmpty)
        #expect(bench.server?.transfers.isEmpty == true)
    }

    @Test func theAnswerStartsItOnce() {
        var bench = Self.asked()
        let target = DownloadTarget(Self.backups[0], at: Sample.place, suffix: "tar.gz")
        #expect(bench.key(.character("y")) == [.download(target, replaces: false)])
        #expect(transfer(bench)?.isRunning == true)
        #expect(bench.requests.isEmpty, "a download changes nothing at the service")
        #expect(Availability.reason(against: .download, in: bench.state) == "it is being downloaded")
    }

    @Test func aFileThatIsThereIsReplacedOnlyAfterAQuestionThatSaysSo() {
        var bench = Self.asked(finished: 77)
        #expect(bench.confirmSheet?.verb == "replace")
        #expect(bench.confirmSheet?.title == "Download and replace a file")
        #expect(bench.confirmSheet?.lines.contains { $0.contains("y replaces it") } == true)
        bench.key(.character("y"))
        #expect(bench.effects.contains { if case .download(_, replaces: true) = $0 { true } else { false } })
    }

    @Test func aPartFromBeforeIsSaidToBeResumed() {
        let lines = Self.asked(part: 400).confirmSheet?.lines ?? []
        #expect(lines.contains { $0.contains("goes on from there") })
        #expect(!(Self.asked(part: 0).confirmSheet?.lines ?? []).contains { $0.contains("came in before") })
    }

    @Test func aPartThatIsWholeIsComparedFirst() {
        let lines = Self.asked(part: Self.backups[0].size ?? 0).confirmSheet?.lines ?? []
        #expect(lines.contains { $0.contains("compared first") })
    }

    @Test func withoutAChecksumThatIsSaidAndAPartIsNotTrusted() {
        let lines = Self.asked("b2", part: 400).confirmSheet?.lines ?? []
        #expect(lines.contains { $0.contains("tells no checksum") })
        #expect(!lines.contains { $0.contains("goes on from there") })
        #expect(lines.contains { $0.contains("begins anew") })
    }

    @Test func aFolderThatCannotBeReadIsSaid() {
        var bench = Self.opened()
        bench.press(.download)
        bench.answerStanding(nil)
        #expect(bench.state.notice == Notice(.failure, "Download: There is no folder"))
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func aQuestionDoesNotJumpInFrontOfASheet() {
        var bench = Self.opened()
        bench.press(.download)
        bench.press(.create)
        bench.answerStanding(StandingDownload(path: Self.path))
        #expect(bench.nameSheet != nil)
        #expect(bench.state.overlays.count == 1)
    }

    // MARK: Progress and end

    @Test func bytesAndTheirTotalAreShown() {
        var bench = Self.downloading()
        #expect(transfer(bench)?.fraction == 0)
        for (received, fraction) in [(100, 0.1), (250, 0.25), (1000, 1)] as [(Int64, Double)] {
            bench.wait(1)
            bench.advance(received)
            #expect(transfer(bench)?.fraction == fraction)
            #expect(transfer(bench)?.newsAt == bench.state.now)
        }
        bench.advance(1200)
        #expect(transfer(bench)?.fraction == 1, "more than was told is still no more than all")
    }

    @Test func aTotalThatTurnsOutOtherwiseIsTaken() {
        var bench = Self.downloading()
        bench.advance(500, of: 2000)
        #expect(transfer(bench)?.fraction == 0.25)
        bench.advance(600, of: nil)
        #expect(transfer(bench)?.total == 2000)
    }

    @Test func aRestartFromZeroBeginsTheEstimateAnew() {
        var bench = Self.downloading()
        for received in [200, 400, 600] as [Int64] {
            bench.wait(1)
            bench.advance(received)
        }
        #expect(transfer(bench)?.estimate.fractionPerSecond != nil)
        bench.advance(0)
        #expect(transfer(bench)?.received == 0)
        #expect(transfer(bench)?.estimate.fractionPerSecond == nil)
    }

    @Test func aFinishedDownloadThatMatchesIsVerified() {
        var bench = Self.downloading()
        let effects = bench.endDownload(.done(Self.receipt))
        #expect(transfer(bench)?.state == .done(Self.receipt))
        #expect(bench.server?.verifications["b1"] == .matches(at: bench.state.now))
        #expect(bench.state.notice?.kind == .success)
        #expect(bench.state.notice?.text.contains("sha256 matches") == true)
        #expect(effects.delay(of: .transferLinger(Sample.ref, "b1")) == .seconds(5))
    }

    @Test func aFinishedDownloadWithoutAChecksumClaimsNothing() {
        var bench = Self.downloading("b2")
        bench.endDownload(.done(Self.receipt), of: Self.backups[1])
        #expect(bench.server?.verifications["b2"] == nil)
        #expect(bench.state.notice?.text.contains("no checksum to compare with") == true)
    }

    @Test func aWrongChecksumIsLoudAndNothingIsCalledGood() {
        var bench = Self.downloading()
        bench.advance(1000)
        bench.endDownload(.failed("The checksum differs: the file is kept as nightly.tar.gz.part"))
        #expect(transfer(bench)?.state == .failed("The checksum differs: the file is kept as nightly.tar.gz.part"))
        #expect(bench.server?.verifications["b1"] == nil)
        #expect(bench.state.notice?.kind == .failure)
        #expect(bench.state.notice?.text.contains("kept as nightly.tar.gz.part") == true)
    }

    @Test func nothingComesAfterTheEnd() {
        var bench = Self.downloading()
        bench.advance(1000)
        bench.endDownload(.failed("broken"))
        bench.advance(10)
        bench.endDownload(.done(Self.receipt))
        #expect(transfer(bench)?.state == .failed("broken"))
        #expect(transfer(bench)?.received == 1000)
    }

    @Test func anEndedDownloadLingersAndGoes() {
        var bench = Self.downloading()
        bench.endDownload(.done(Self.receipt))
        bench.send(.timerFired(.transferLinger(Sample.ref, "b1")))
        #expect(bench.server?.transfers.isEmpty == true)
    }

    @Test func theTimerOfAnEarlierDownloadTakesNoRunningOneAway() {
        var bench = Self.downloading()
        bench.endDownload(.failed("broken"))
        bench.press(.download)
        bench.answerStanding(StandingDownload(path: Self.path))
        bench.arm()
        bench.key(.character("y"))
        bench.send(.timerFired(.transferLinger(Sample.ref, "b1")))
        #expect(transfer(bench)?.isRunning == true)
    }

    // MARK: Cancel

    @Test func aDownloadIsCancelledAfterAQuestion() {
        var bench = Self.downloading()
        bench.press(.cancelOperation)
        bench.arm()
        #expect(bench.confirmSheet?.title == "Cancel a download")
        #expect(transfer(bench)?.isRunning == true)
        let effects = bench.key(.character("y"))
        let target = DownloadTarget(Self.backups[0], at: Sample.place, suffix: "tar.gz")
        #expect(effects.first == .cancelDownload(target))
        #expect(transfer(bench)?.state == .cancelled)
        #expect(bench.requests.isEmpty)
        bench.endDownload(.done(Self.receipt))
        #expect(transfer(bench)?.state == .cancelled)
    }

    @Test(arguments: [("b1", true), ("b2", false)] as [(Backup.ID, Bool)])
    func whatACancelKeepsIsSaidTruly(backup: Backup.ID, isResumed: Bool) {
        var bench = Self.downloading(backup)
        bench.press(.cancelOperation)
        #expect(bench.confirmSheet?.lines.joined().contains("resumed") == isResumed)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.state.notice?.text.contains("resumed") == isResumed)
    }

    @Test func aDownloadThatEndedMeanwhileIsNotCancelled() {
        var bench = Self.downloading()
        bench.press(.cancelOperation)
        bench.arm()
        bench.endDownload(.done(Self.receipt))
        #expect(bench.key(.character("y")).isEmpty)
        #expect(transfer(bench)?.state == .done(Self.receipt))
    }

    @Test func leavingAsksWhileADownloadRuns() {
        var bench = Self.downloading()
        bench.press(.back)
        #expect(bench.state.exitCode == nil)
        #expect(bench.confirmSheet?.act == .quit)
        #expect(bench.confirmSheet?.lines.joined().contains("\"nightly\" is being downloaded") == true)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.state.exitCode == 0)
    }

    @Test func leavingNamesDownloadsInTheOrderTheyBegan() {
        var bench = Self.downloading("b2")
        bench.wait(1)
        bench.select("b1")
        bench.press(.download)
        bench.answerStanding(StandingDownload(path: Self.path))
        bench.arm()
        bench.key(.character("y"))
        bench.press(.back)
        let lines = bench.confirmSheet?.lines ?? []
        #expect(lines.count == 2)
        #expect(lines.first?.contains("weekly") == true)
        #expect(lines.last?.contains("nightly") == true)
    }

    @Test func leavingDoesNotAskAfterTheEnd() {
        var bench = Self.downloading()
        bench.endDownload(.done(Self.receipt))
        bench.press(.back)
        #expect(bench.state.exitCode == 0)
    }

    @Test func aServerWhoseArchiveComesInIsNotForgotten() {
        var bench = Bench.opened(
            Self.backups, context: Sample.context(capabilities: .logged),
            servers: [Sample.server(), Sample.otherServer]
        )
        bench.select("b1")
        bench.press(.download)
        bench.answerStanding(StandingDownload(path: Self.path))
        bench.arm()
        bench.key(.character("y"))
        bench.press(.nextServer)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.otherServer])))
        #expect(transfer(bench)?.isRunning == true)
    }

    // MARK: Who may

    @Test(arguments: [
        (Context.Access.readOnly, false, nil), (.readOnly, true, "its link takes a POST"), (.readWrite, true, nil),
    ] as [(Context.Access, Bool, String?)])
    func aReadOnlyContextDownloadsUnlessTheLinkTakesAPost(
        access: Context.Access,
        needsWriter: Bool,
        reason: String?
    ) {
        let bench = Self.opened(access: access, needsWriter: needsWriter)
        let found = Availability.reason(against: .download, in: bench.state)
        #expect((found == nil) == (reason == nil))
        if let reason { #expect(found?.contains(reason) == true) }
        #expect(Availability.reason(against: .verify, in: bench.state) == nil)
    }

    @Test func aBackupWithoutAnArchiveCannotBeDownloaded() {
        var bench = Self.opened()
        bench.select("b3")
        #expect(Availability.reason(against: .download, in: bench.state) == "\"broken\" has no whole archive")
        bench.select("b2")
        #expect(Availability.reason(against: .verify, in: bench.state)?.contains("no checksum") == true)
    }

    // MARK: Verify

    @Test(arguments: [
        (Result<Checksum, DownloadError>.success(sum), Notice.Kind.success, "matches"),
        (.success(Checksum(algorithm: .sha256, value: "beef")), .failure, "beef"),
        (.failure(DownloadError(.missing, "gone")), .warning, "d fetches it"),
        (.failure(DownloadError(.failed, "The disk cannot be read")), .failure, "cannot be read"),
    ])
    func aFileIsComparedWithTheChecksum(
        result: Result<Checksum, DownloadError>,
        kind: Notice.Kind,
        words: String
    ) {
        var bench = Self.opened()
        let target = DownloadTarget(Self.backups[0], at: Sample.place, suffix: "tar.gz")
        #expect(bench.press(.verify) == [.verify(target)])
        #expect(bench.server?.verifications["b1"] == .running)
        bench.send(.verified(target, result))
        #expect(bench.state.notice?.kind == kind)
        #expect(bench.state.notice?.text.contains(words) == true)
        switch bench.server?.verifications["b1"] {
        case .matches?: #expect(kind == .success)
        case .differs?: #expect(kind == .failure)
        case nil: #expect(kind == .warning)
        case .running?: Issue.record("it never ends")
        }
    }
}

extension Bench {
    /// What stands in the folder; nil for a folder that cannot be read.
    mutating func answerStanding(_ standing: StandingDownload?) {
        guard let target = asked else { return }
        send(.downloadPrepared(
            target, standing.map { .success($0) } ?? .failure(DownloadError(.missing, "There is no folder"))
        ))
    }

    mutating func advance(_ received: Int64, of total: Int64? = 1000) {
        guard let target = asked else { return }
        send(.downloadProgressed(target, received: received, total: total))
    }

    @discardableResult
    mutating func endDownload(_ end: DownloadEnd, of backup: Backup? = nil) -> [Effect] {
        guard let target = backup.map({ DownloadTarget($0, at: Sample.place, suffix: "tar.gz") }) ?? asked
        else { return [] }
        return send(.downloadEnded(target, end))
    }
}
