
import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

@Suite("Download effects reach the folder and the service", .timeLimit(.minutes(20)))
struct DownloadEffectTests {
    private static let bytes = ScriptedDownloader.archive(1000)
    private static let target = DownloadTarget(
        Sample.backup("b1", size: 1000, checksum: MemoryDownloadFolder.checksum(of: bytes)), at: Sample.place,
        suffix: nil
    )

    private let stub = StubProvider(servers: [Sample.server()])
    private let folder = MemoryDownloadFolder()

    private func handler(_ source: ScriptedDownloader?, hasFolder: Bool = true) -> ProviderEffectHandler {
        ProviderEffectHandler(
            providers: [
                Sample.contextID: ProviderEffectHandler.Provider(
                    reader: stub.reader, writer: nil, downloader: source
                ),
            ],
            journal: stub.journal,
            folder: hasFolder ? folder : nil,
            clock: InstantClock(),
            now: { Sample.now }
        )
    }

    private func actions(
        _ effect: Effect,
        _ source: ScriptedDownloader? = nil,
        hasFolder: Bool = true
    ) async -> [AppAction] {
        var actions: [AppAction] = []
        for await action in handler(source, hasFolder: hasFolder).actions(for: effect) { actions.append(action) }
        return actions
    }

    @Test func whatStandsThereIsTold() async {
        folder.content.update { $0.parts["copy b1-b1"] = [1, 2, 3] }
        #expect(await actions(.prepareDownload(Self.target)) == [.downloadPrepared(Self.target, .success(
            StandingDownload(path: "/downloads/copy b1-b1", finishedBytes: nil, partBytes: 3)
        ))])
    }

    @Test func withoutAFolderThatIsSaid() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        let message = "There is no download folder: set download-dir"
        #expect(await actions(.prepareDownload(Self.target), hasFolder: false) == [
            .downloadPrepared(Self.target, .failure(DownloadError(.missing, message))),
        ])
        #expect(await actions(.download(Self.target, replaces: false), source, hasFolder: false) == [
            .downloadEnded(Self.target, .failed(message)),
        ])
        guard case let .verified(_, .failure(error))? = await actions(.verify(Self.target), hasFolder: false).first
        else {
            Issue.record("a missing folder verifies nothing")
            return
        }
        #expect(error.message == message)
    }

    @Test func aServiceWithoutDownloadsIsNotMistakenForAMissingFolder() async {
        guard case let .downloadEnded(_, .failed(reason))? = await actions(.download(Self.target, replaces: false))
            .first
        else {
            Issue.record("nothing can be fetched without a downloader")
            return
        }
        #expect(!reason.contains("folder"))
    }

    @Test func aDownloadTellsItsProgressAndItsEnd() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(400), .bytes(600)]))
        let actions = await actions(.download(Self.target, replaces: false), source)
        #expect(actions.first == .downloadProgressed(Self.target, received: 0, total: 1000))
        guard case let .downloadEnded(_, .done(receipt))? = actions.last else {
            Issue.record("it did not end well")
            return
        }
        #expect(receipt.bytes == 1000)
        #expect(stub.calls.value.isEmpty, "neither the journal nor the writer has to do with it")
    }

    @Test func endingTheDownloadKeepsWhatCameIn() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(300), .hangs]))
        let stream = handler(source).actions(for: .download(Self.target, replaces: false))
        let listener = Task { for await _ in stream {} }
        await source.hanging.wait { $0 }
        listener.cancel()
        await listener.value
        let content = await folder.content.wait { $0.suspensions > 0 }
        #expect(content.parts["copy b1-b1"]?.count == 300)
        #expect(content.files.isEmpty)
    }

    @Test func aFileIsReadForItsDigest() async {
        folder.content.update { $0.files["copy b1-b1"] = Self.bytes }
        #expect(await actions(.verify(Self.target)) == [
            .verified(Self.target, .success(MemoryDownloadFolder.checksum(of: Self.bytes))),
        ])
    }

    // MARK: The proof of an archive

    private func proof(_ source: ScriptedDownloader?, asks: Bool = true) async -> Inspection.ArchiveProof? {
        let request = Inspection.Request(serial: 1, location: Sample.place, archive: asks ? "b1" : nil)
        guard case let .inspected(_, .success(inspection))? = await actions(.inspect(request), source).first else {
            return nil
        }
        return inspection.archive
    }

    @Test func anArchiveIsProvedByItsFirstBytes() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(100), .bytes(900)]))
        #expect(await proof(source) == .readable)
        #expect(source.opened.value == [0])
        #expect(source.closed.value == 1, "the rest is not fetched")
    }

    @Test func anArchiveThatNobodyAskedAboutIsNotOpened() async {
        let source = ScriptedDownloader(Self.bytes, .resumed([.bytes(1000)]))
        #expect(await proof(source, asks: false) == .notAsked)
        #expect(source.opened.value.isEmpty)
    }

    @Test func whatCannotBeReadIsMissing() async {
        let gone = ProviderError(.notFound, "The archive is gone")
        #expect(await proof(ScriptedDownloader(Self.bytes, .refused(gone))) == .missing("The archive is gone"))
        let broken = ScriptedDownloader(Self.bytes, .resumed([.breaks(ScriptedDownloader.lost)]))
        #expect(await proof(broken) == .missing("The connection was lost"))
        #expect(broken.closed.value == 1)
        #expect(await proof(ScriptedDownloader(Self.bytes, .resumed([]))) == .missing("the archive is empty"))
        guard case .missing? = await proof(nil) else {
            Issue.record("without a downloader nothing is proved")
            return
        }
    }
}
