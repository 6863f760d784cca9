import BackupKit
import Testing
import TestSupport
@testable import AppCore

@Suite("An archive comes in whole, over as many connections as that takes", .timeLimit(.minutes(20)))
struct ArchiveDownloadTests {
    private static let bytes = ScriptedDownloader.archive(1000)
    private static let sum = MemoryDownloadFolder.checksum(of: bytes)
    private static let name = "copy b1-b1.tar.gz"

    private let folder = MemoryDownloadFolder()
    private let clock = InstantClock()
    private let reports = Watched<[Int64]>([])

    private func target(checksum: Checksum? = sum, size: Int64? = 1000) -> DownloadTarget {
        DownloadTarget(
            Sample.backup("b1", size: size, checksum: checksum), at: Sample.place, suffix: "tar.gz"
        )
    }

    private func run(
        _ source: ScriptedDownloader,
        _ target: DownloadTarget? = nil,
        replaces: Bool = false
    ) async -> DownloadEnd {
        await ArchiveDownload(
            target: target ?? self.target(), replaces: replaces, downloader: source, folder: folder, clock: clock
        ) { received, _ in reports.update { $0.append(received) } }.run()
    }

    private func hasPart(_ count: Int, of archive: [UInt8] = bytes) {
        folder.content.update { $0.parts[Self.name] = Array(archive.prefix(count)) }
    }

    private var file: [UInt8]? {
        folder.content.value.files[Self.name]
    }

    private var part: [UInt8]? {
        folder.content.value.parts[Self.name]
    }

    private static let whole = DownloadEnd.done(DownloadReceipt(
        path: "/downloads/\(name)", bytes: 1000, checksum: sum
    ))

    @Test func aWholeArchiveGetsItsName() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(600), .bytes(400)]))
        #expect(await run(source) == Self.whole)
        #expect(file == Self.bytes)
        #expect(part == nil)
        #expect(source.opened.value == [0])
        #expect(source.closed.value == 1)
        #expect(reports.value.first == 0)
        #expect(reports.value.last == 1000)
    }

    @Test func whatIsThereFromBeforeIsNotFetchedAgain() async {
        hasPart(400)
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(600)]))
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [400])
        #expect(reports.value.first == 400)
    }

    @Test func aStreamThatBeginsAtZeroReplacesWhatIsThere() async {
        hasPart(400)
        let source = ScriptedDownloader(Self.bytes, .anew([.bytes(1000)]))
        #expect(await run(source) == Self.whole)
        #expect(file == Self.bytes)
        #expect(source.opened.value == [400])
    }

    @Test func aBreakIsFollowedByAFreshLinkFromWhereItBroke() async {
        let source = ScriptedDownloader(
            Self.bytes, .resumed([.bytes(300), .breaks(ScriptedDownloader.lost)]), .resumed([.bytes(700)])
        )
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [0, 300])
        #expect(source.closed.value == 2)
    }

    @Test func fiveBreaksInARowGiveUpAndKeepThePart() async {
        hasPart(400)
        let source = ScriptedDownloader(Self.bytes, .refused(ScriptedDownloader.lost))
        #expect(await run(source) == .failed("The connection was lost"))
        #expect(source.opened.value == [400, 400, 400, 400, 400])
        #expect(clock.sleeps.count == 4)
        #expect(clock.sleeps == clock.sleeps.sorted(), "it asks less and less often")
        #expect(part?.count == 400)
        #expect(file == nil)
        #expect(folder.content.value.suspensions == 1)
    }

    @Test func aByteInBetweenBeginsTheCountAnew() async {
        let lost = ScriptedDownloader.Answer.refused(ScriptedDownloader.lost)
        let source = ScriptedDownloader(
            Self.bytes, lost, lost, lost, lost, .resumed([.bytes(1), .breaks(ScriptedDownloader.lost)]),
            lost, lost, lost, lost, .resumed([.bytes(999)])
        )
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    }

    @Test func aServiceThatAlwaysBeginsAtZeroAndAlwaysBreaksIsNotAskedForEver() async {
        let source = ScriptedDownloader(
            Self.bytes,
            .anew([.bytes(600), .breaks(ScriptedDownloader.lost)]),
            .anew([.bytes(500), .breaks(ScriptedDownloader.lost)]),
            .anew([.bytes(600), .breaks(ScriptedDownloader.lost)]),
            .anew([.bytes(500), .breaks(ScriptedDownloader.lost)]),
            .anew([.bytes(600), .breaks(ScriptedDownloader.lost)]),
            .anew([.bytes(500), .breaks(ScriptedDownloader.lost)]),
            .refused(ProviderError(.notFound, "It was asked too often"))
        )
        #expect(await run(source) == .failed("The connection was lost"))
    }

    @Test(arguments: [
        ProviderError.Code.notFound, .unauthorized, .forbidden, .conflict, .limitReached, .unsupported,
    ])
    func aRefusalThatNoLinkCanMendEndsAtOnce(code: ProviderError.Code) async {
        let source = ScriptedDownloader(Self.bytes, .refused(ProviderError(code, "No such archive")))
        #expect(await run(source) == .failed("No such archive"))
        #expect(source.opened.value == [0])
        #expect(clock.sleeps.isEmpty)
        #expect(folder.content.value.suspensions == 1)
    }

    @Test func theServicesOwnWaitIsKept() async {
        let busy = ProviderError(.rateLimited, "Too many requests", retryAfter: .seconds(42))
        let source = ScriptedDownloader(Self.bytes, .refused(busy), .resumed([.bytes(1000)]))
        #expect(await run(source) == Self.whole)
        #expect(clock.sleeps == [.seconds(42)])
    }

    @Test func aWaitOfManyMinutesIsSaidAndNotSatOut() async {
        let busy = ProviderError(.rateLimited, "Try again in 20 minutes", retryAfter: .seconds(1200))
        let source = ScriptedDownloader(Self.bytes, .refused(busy), .resumed([.bytes(1000)]))
        #expect(await run(source) == .failed("Try again in 20 minutes"))
        #expect(source.opened.value == [0], "asking earlier than the service wants helps nobody")
    }

    @Test func anArchiveThatEndsTooSoonIsFetchedOn() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(600)]), .resumed([.bytes(400)]))
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [0, 600])
    }

    @Test func anArchiveThatStaysShortIsNeverNamed() async {
        let source = ScriptedDownloader(Self.bytes, .unmeasured([.bytes(600)]))
        #expect(await run(source, target(checksum: nil)) == .failed("\(Self.name) has 600 bytes, not 1000"))
        #expect(file == nil)
        #expect(part?.count == 600)
    }

    @Test func anArchiveOfUnknownLengthEndsWhereItsStreamEnds() async {
        let source = ScriptedDownloader(Self.bytes, .unmeasured([.bytes(1000)]))
        #expect(await run(source, target(size: nil)) == Self.whole)
    }

    @Test func aFullDiskEndsTheDownloadAndKeepsThePart() async {
        folder.content.update { $0.capacity = 500 }
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(400), .bytes(600)]))
        #expect(await run(source) == .failed("The disk is full: make room for \(Self.name)"))
        #expect(source.opened.value == [0])
        #expect(source.closed.value == 1)
        #expect(part?.count == 400)
        #expect(folder.content.value.suspensions == 1)
    }

    @Test func aWrongChecksumIsSaidAndThePartIsKept() async {
        let wrong = Checksum(algorithm: .sha256, value: "beef")
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await run(source, target(checksum: wrong)) == .failed("The checksum of \(Self.name) differs"))
        #expect(source.opened.value == [0], "what came in one go is not asked for twice")
        #expect(file == nil)
        #expect(part?.count == 1000)
        #expect(folder.content.value.suspensions == 1)
    }

    @Test func anOldPartOfSomethingElseIsFetchedAnewOnce() async {
        hasPart(400, of: ScriptedDownloader.archive(1000, seed: 9))
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(600)]), .resumed([.bytes(1000)]))
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [400, 0])
        #expect(file == Self.bytes)
    }

    @Test func anOldPartIsBlamedOnlyOnce() async {
        hasPart(400)
        let wrong = Checksum(algorithm: .sha256, value: "beef")
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(600)]), .resumed([.bytes(1000)]))
        #expect(await run(source, target(checksum: wrong)) == .failed("The checksum of \(Self.name) differs"))
        #expect(source.opened.value == [400, 0])
        #expect(part?.count == 1000)
    }

    @Test func aPartThatIsWholeAlreadyIsOnlyCompared() async {
        hasPart(1000)
        let source = ScriptedDownloader(Self.bytes, .refused(ProviderError(.invalidResponse, "416")))
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value.isEmpty)
    }

    @Test func aWholePartWithTheWrongContentIsFetchedAnew() async {
        hasPart(1000, of: ScriptedDownloader.archive(1000, seed: 9))
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [0])
    }

    @Test func aPartLongerThanTheArchiveIsFetchedAnew() async {
        hasPart(1200, of: ScriptedDownloader.archive(1200))
        let source = ScriptedDownloader(
            Self.bytes, .refused(ProviderError(.invalidResponse, "416")), .resumed([.bytes(1000)])
        )
        #expect(await run(source) == Self.whole)
        #expect(source.opened.value == [1200, 0])
    }

    @Test func withoutAChecksumOldBytesAreNotTrusted() async {
        hasPart(400, of: ScriptedDownloader.archive(1000, seed: 9))
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await run(source, target(checksum: nil)) == Self.whole)
        #expect(source.opened.value == [0], "nothing would show that they belong to another backup of that name")
        #expect(file == Self.bytes)
    }

    @Test func withoutAChecksumABreakIsResumedWithADoubt() async throws {
        let source = ScriptedDownloader(
            Self.bytes, .resumed([.bytes(300), .breaks(ScriptedDownloader.lost)]), .resumed([.bytes(700)])
        )
        let receipt = try #require(await receipt(run(source, target(checksum: nil))))
        #expect(receipt.doubt == .parts)
        #expect(source.opened.value == [0, 300])
    }

    @Test func aVersionIsAskedForAgainAndLeavesNoDoubt() async {
        let source = ScriptedDownloader(
            Self.bytes, .versioned("\"v1\"", [.bytes(300), .breaks(ScriptedDownloader.lost)]),
            .versioned("\"v1\"", [.bytes(700)])
        )
        #expect(await run(source, target(checksum: nil)) == Self.whole)
        #expect(source.opened.value == [0, 300])
        #expect(source.versions.value == [nil, "\"v1\""])
    }

    @Test func twoArchivesAreNeverJoined() async {
        let source = ScriptedDownloader(
            Self.bytes, .versioned("\"v1\"", [.bytes(300), .breaks(ScriptedDownloader.lost)]),
            .versioned("\"v2\"", [.bytes(700)]), .versioned("\"v2\"", [.bytes(1000)])
        )
        #expect(await run(source, target(checksum: nil)) == Self.whole)
        #expect(source.opened.value == [0, 300, 0])
        #expect(file == Self.bytes)
    }

    @Test func anArchiveWithoutLengthAndChecksumIsInDoubt() async throws {
        let source = ScriptedDownloader(Self.bytes, .unmeasured([.bytes(600)]))
        let receipt = try #require(await receipt(run(source, target(checksum: nil, size: nil))))
        #expect(receipt.doubt == .length)
    }

    @Test func anEmptyArchiveIsNone() async {
        let source = ScriptedDownloader(Self.bytes, .unmeasured([]))
        guard case let .failed(reason) = await run(source, target(checksum: nil, size: nil)) else {
            Issue.record("an empty archive counts as downloaded")
            return
        }
        #expect(reason.contains("empty archive"))
        #expect(file == nil)
    }

    private func receipt(_ end: DownloadEnd) -> DownloadReceipt? {
        if case let .done(receipt) = end { receipt } else { nil }
    }

    @Test func aFinishedFileIsNotReplacedUnlessThatWasAsked() async {
        folder.content.update { $0.files[Self.name] = [1, 2, 3] }
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await run(source) == .failed("\(Self.name) is there already"))
        #expect(source.opened.value.isEmpty)
        #expect(file == [1, 2, 3])
        #expect(await run(source, replaces: true) == Self.whole)
        #expect(file == Self.bytes)
    }

    @Test func aFolderThatCannotBeWrittenIsSaidBeforeAnythingIsAsked() async {
        folder.content.update { $0.refusal = DownloadError(.notWritable, "The folder cannot be written") }
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await run(source) == .failed("The folder cannot be written"))
        #expect(source.opened.value.isEmpty)
    }

    @Test func cancellationKeepsWhatCameIn() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(300), .hangs]))
        let download = Task { await run(source) }
        await source.hanging.wait { $0 }
        download.cancel()
        let end = await download.value
        #expect(end != Self.whole)
        #expect(source.opened.value == [0], "nothing is asked for after the cancel")
        #expect(source.closed.value == 1)
        #expect(part?.count == 300)
        #expect(file == nil)
        #expect(folder.content.value.suspensions == 1)
    }
}
