import BackupKit
import Crypto
import FoundationEssentials
import SystemPackage
import Testing
@testable import LocalState

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.timeLimit(.minutes(20)))
final class FileDownloadFolderTests {
    private let path: String
    private let folder: FileDownloadFolder
    private let archive = (0 ..< 700_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "downloads-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        path = place.path(percentEncoded: false)
        folder = FileDownloadFolder(path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    private func begin(
        _ name: String = "a.tar.gz",
        _ digest: Checksum.Algorithm = .sha256,
        resumes: Bool = false,
        replaces: Bool = false
    ) async throws(DownloadError) -> any DownloadSink {
        try await folder.begin(name, digest: digest, resumes: resumes, replaces: replaces)
    }

    private func contents(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path + "/" + name)))
    }

    private func put(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    private func sha256(_ bytes: [UInt8]) -> Checksum {
        let digits = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        return Checksum(algorithm: .sha256, value: digits.joined())
    }

    private func sha1(_ bytes: [UInt8]) -> Checksum {
        let digits = Insecure.SHA1.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        return Checksum(algorithm: .sha1, value: digits.joined())
    }

    private func mode(_ name: String) -> UInt16 {
        var info = stat()
        return stat(path + "/" + name, &info) == 0 ? UInt16(truncatingIfNeeded: info.st_mode & 0o777) : 0
    }

    // MARK: The usual way

    @Test(arguments: [Checksum.Algorithm.sha1, .sha256])
    func anArchiveComesInAsAPartAndGetsItsNameWhenItIsWhole(algorithm: Checksum.Algorithm) async throws {
        let sink = try await begin("a.tar.gz", algorithm)
        for start in stride(from: 0, to: archive.count, by: 65536) {
            try await sink.write(Array(archive[start ..< min(start + 65536, archive.count)]))
        }
        #expect(await sink.byteCount == 700_000)
        #expect(try names == ["a.tar.gz.part"])
        #expect(mode("a.tar.gz.part") == 0o600)
        #expect(try await folder.standing("a.tar.gz").partBytes == 700_000)
        let expected = algorithm == .sha1 ? sha1(archive) : sha256(archive)
        let receipt = try await sink.finish(expecting: expected, bytes: 700_000)
        #expect(receipt == DownloadReceipt(path: path + "/a.tar.gz", bytes: 700_000, checksum: expected))
        #expect(try names == ["a.tar.gz"])
        #expect(try contents("a.tar.gz") == archive)
        #expect(try await folder.digest(of: "a.tar.gz", algorithm) == expected)
        #expect(try await folder.standing("a.tar.gz")
            == StandingDownload(path: path + "/a.tar.gz", finishedBytes: 700_000, partBytes: nil))
    }

    @Test func knownDigestsAreRight() async throws {
        let sink = try await begin("abc", .sha1)
        try await sink.write(Array("abc".utf8))
        let receipt = try await sink.finish(expecting: nil, bytes: nil)
        #expect(receipt.checksum.value == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(try await folder.digest(of: "abc", .sha256).value
            == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func anUpperCaseDigestIsTheSame() async throws {
        let sink = try await begin()
        try await sink.write(archive)
        let loud = Checksum(algorithm: .sha256, value: sha256(archive).value.uppercased())
        #expect(try await sink.finish(expecting: loud, bytes: nil).checksum == sha256(archive))
    }

    @Test func aDigestOfAnotherKindThanAnnouncedIsComputedFromTheFile() async throws {
        let sink = try await begin("a.tar.gz", .sha256)
        try await sink.write(archive)
        #expect(try await sink.finish(expecting: sha1(archive), bytes: nil).checksum == sha1(archive))
        let other = try await begin("b.tar.gz", .sha256)
        try await other.write(archive)
        await #expect(throws: DownloadError.self) {
            try await other.finish(expecting: Checksum(algorithm: .sha1, value: "00"), bytes: nil)
        }
    }

    @Test func nothingStandsInAnEmptyFolder() async throws {
        #expect(try await folder.standing("../x") == StandingDownload(path: path + "/" + SafeFileName("../x").text))
    }

    @Test func aSlashAtTheEndOfTheFolderChangesNothing() async throws {
        #expect(try await FileDownloadFolder(path + "/").standing("x").path == path + "/x")
    }

    // MARK: Resuming

    @Test func aResumeTakesInWhatIsThere() async throws {
        let first = try await begin()
        try await first.write(Array(archive[..<300_000]))
        await first.suspend()
        await first.suspend()
        let second = try await begin(resumes: true)
        #expect(await second.byteCount == 300_000)
        try await second.write(Array(archive[300_000...]))
        let receipt = try await second.finish(expecting: sha256(archive), bytes: 700_000)
        #expect(receipt.checksum == sha256(archive))
        #expect(try contents("a.tar.gz") == archive)
    }

    @Test func withoutAResumeWhatIsThereIsThrownAway() async throws {
        try put(Array("an older and longer piece".utf8), "a.tar.gz.part")
        let sink = try await begin()
        #expect(await sink.byteCount == 0)
        try await sink.write([1, 2, 3])
        _ = try await sink.finish(expecting: sha256([1, 2, 3]), bytes: 3)
        #expect(try contents("a.tar.gz") == [1, 2, 3])
    }

    @Test func aRestartBeginsAtZero() async throws {
        try put(Array("what a service cannot resume".utf8), "a.tar.gz.part")
        let sink = try await begin(resumes: true)
        #expect(await sink.byteCount == 28)
        try await sink.restart()
        #expect(await sink.byteCount == 0)
        try await sink.write([7])
        _ = try await sink.finish(expecting: sha256([7]), bytes: 1)
        #expect(try contents("a.tar.gz") == [7])
    }

    @Test func aDownloadThatNeverBeganLeavesNothing() async throws {
        let sink = try await begin()
        await sink.suspend()
        #expect(try names.isEmpty)
    }

    @Test func aCancelledResumeKeepsThePart() async throws {
        try put(archive, "a.tar.gz.part")
        let task = Task { [folder] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await folder.begin("a.tar.gz", digest: .sha256, resumes: true, replaces: false)
        }
        let error = await #expect(throws: DownloadError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try contents("a.tar.gz.part") == archive)
        let again = try await begin(resumes: true)
        #expect(await again.byteCount == 700_000)
    }

    // MARK: What must not happen

    @Test func aWrongDigestKeepsThePartAndNamesBothValues() async throws {
        let sink = try await begin()
        try await sink.write(archive)
        let wrong = Checksum(algorithm: .sha256, value: String(repeating: "0", count: 64))
        let error = await #expect(throws: DownloadError.self) { try await sink.finish(expecting: wrong, bytes: nil) }
        #expect(error?.code == .mismatch)
        #expect(error?.message.contains(wrong.value) == true)
        #expect(error?.message.contains(sha256(archive).value) == true)
        #expect(error?.message.contains("a.tar.gz.part") == true)
        #expect(try names == ["a.tar.gz.part"])
        #expect(try contents("a.tar.gz.part") == archive)
    }

    @Test(arguments: [699_999, 700_001] as [Int64])
    func aWrongSizeKeepsThePartAndNamesBothValues(size: Int64) async throws {
        let sink = try await begin()
        try await sink.write(archive)
        let error = await #expect(throws: DownloadError.self) {
            try await sink.finish(expecting: sha256(archive), bytes: size)
        }
        #expect(error?.code == .mismatch)
        #expect(error?.message.contains("700000") == true)
        #expect(error?.message.contains("\(size)") == true)
        #expect(try names == ["a.tar.gz.part"])
    }

    @Test func aFinishedFileIsNotOverwritten() async throws {
        try put([1], "a.tar.gz")
        let error = await #expect(throws: DownloadError.self) { try await begin() }
        #expect(error?.code == .exists)
        #expect(try names == ["a.tar.gz"])
        #expect(try contents("a.tar.gz") == [1])
    }

    @Test func aFileThatAppearsMeanwhileIsNotLost() async throws {
        let sink = try await begin()
        try await sink.write(archive)
        try put([1], "a.tar.gz")
        let error = await #expect(throws: DownloadError.self) { try await sink.finish(expecting: nil, bytes: nil) }
        #expect(error?.code == .exists)
        #expect(try contents("a.tar.gz") == [1])
        #expect(try contents("a.tar.gz.part") == archive)
        let again = try await begin(resumes: true, replaces: true)
        _ = try await again.finish(expecting: sha256(archive), bytes: 700_000)
        #expect(try contents("a.tar.gz") == archive)
    }

    @Test func aFinishedFileGivesWayWhereThatIsSaid() async throws {
        try put([1], "a.tar.gz")
        let sink = try await begin(replaces: true)
        try await sink.write(archive)
        #expect(try contents("a.tar.gz") == [1])
        _ = try await sink.finish(expecting: sha256(archive), bytes: nil)
        #expect(try names == ["a.tar.gz"])
        #expect(try contents("a.tar.gz") == archive)
    }

    @Test func aFolderNeverGivesWay() async throws {
        try FileManager.default.createDirectory(atPath: path + "/a.tar.gz", withIntermediateDirectories: false)
        let error = await #expect(throws: DownloadError.self) { try await begin(replaces: true) }
        #expect(error?.code == .exists)
    }

    @Test(arguments: [true, false])
    func anotherDownloadOfTheNameIsRefusedWhileOneRuns(resumes: Bool) async throws {
        let first = try await begin()
        try await first.write(archive)
        let error = await #expect(throws: DownloadError.self) { try await begin(resumes: resumes) }
        #expect(error?.code == .busy)
        #expect(await first.byteCount == 700_000)
        _ = try await first.finish(expecting: sha256(archive), bytes: nil)
        #expect(try contents("a.tar.gz") == archive)
        _ = try await begin("b.tar.gz")
    }

    @Test func aSinkThatIsDroppedLetsGoOfTheFile() async throws {
        var sink: (any DownloadSink)? = try await begin()
        try await sink?.write([1, 2])
        sink = nil
        let again = try await begin(resumes: true)
        #expect(await again.byteCount == 2)
    }

    @Test func aSinkThatHasEndedTakesNothingMore() async throws {
        let sink = try await begin()
        try await sink.write([1])
        _ = try await sink.finish(expecting: nil, bytes: nil)
        await #expect(throws: DownloadError.self) { try await sink.write([2]) }
        await #expect(throws: DownloadError.self) { try await sink.restart() }
        await #expect(throws: DownloadError.self) { try await sink.finish(expecting: nil, bytes: nil) }
        await sink.suspend()
        #expect(try contents("a.tar.gz") == [1])
    }

    @Test(arguments: [true, false])
    func aSymbolicLinkIsNeverWrittenThrough(isThere: Bool) async throws {
        if isThere { try put([9, 9], "victim") }
        try FileManager.default.createSymbolicLink(
            atPath: path + "/a.tar.gz.part", withDestinationPath: path + "/victim"
        )
        let error = await #expect(throws: DownloadError.self) { try await begin() }
        #expect(error?.code == .notWritable)
        #expect(try names == (isThere ? ["a.tar.gz.part", "victim"] : ["a.tar.gz.part"]))
        if isThere { #expect(try contents("victim") == [9, 9]) }
    }

    @Test func aLinkUnderTheFinishedNameCountsAsAFileAndOnlyItGivesWay() async throws {
        try put([9, 9], "victim")
        try FileManager.default.createSymbolicLink(atPath: path + "/a.tar.gz", withDestinationPath: path + "/victim")
        await #expect(throws: DownloadError.self) { try await begin() }
        let sink = try await begin(replaces: true)
        try await sink.write([1])
        _ = try await sink.finish(expecting: nil, bytes: nil)
        #expect(try contents("victim") == [9, 9])
        #expect(try contents("a.tar.gz") == [1])
    }

    /// As a crash between the two halves of a renaming leaves it.
    @Test(arguments: [true, false])
    func aPartThatIsAlsoAFinishedFileIsNotWrittenTo(resumes: Bool) async throws {
        try put([1, 2, 3], "a.tar.gz")
        try FileManager.default.linkItem(atPath: path + "/a.tar.gz", toPath: path + "/a.tar.gz.part")
        let sink = try await begin(resumes: resumes, replaces: true)
        #expect(await sink.byteCount == 0)
        try await sink.write([7])
        #expect(try contents("a.tar.gz") == [1, 2, 3])
        _ = try await sink.finish(expecting: nil, bytes: nil)
        #expect(try contents("a.tar.gz") == [7])
    }

    @Test func whatIsNoFileIsNotWrittenTo() async throws {
        try FileManager.default.createDirectory(atPath: path + "/a.part", withIntermediateDirectories: false)
        await #expect(throws: DownloadError.self) { try await begin("a") }
        #expect(try await folder.standing("a").partBytes == nil)
        await #expect(throws: DownloadError.self) { try await folder.digest(of: "a.part", .sha1) }
    }

    @Test func namesThatBecomeAlikeDoNotMeet() async throws {
        let slash = try await begin("a/b.tar.gz")
        try await slash.write([1])
        let backslash = try await begin("a\\b.tar.gz", resumes: true)
        #expect(await backslash.byteCount == 0)
        try await backslash.write([2])
        let one = try await slash.finish(expecting: nil, bytes: nil)
        let two = try await backslash.finish(expecting: nil, bytes: nil)
        #expect(one.path != two.path)
        #expect(try names.count == 2)
        let error = await #expect(throws: DownloadError.self) { try await begin("a/b.tar.gz") }
        #expect(error?.code == .exists)
    }

    @Test func nothingLeavesTheFolder() async throws {
        let sink = try await begin("../../../../tmp/../x/../escaped")
        try await sink.write([1])
        let receipt = try await sink.finish(expecting: nil, bytes: nil)
        #expect(receipt.path.hasPrefix(path + "/_"))
        #expect(try names.count == 1)
    }

    @Test func aFolderThatIsMovedKeepsItsDownload() async throws {
        let sink = try await begin()
        try await sink.write([1])
        let moved = path + "-moved"
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        _ = try await sink.finish(expecting: nil, bytes: nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: moved) == ["a.tar.gz"])
        #expect(try names.isEmpty)
        try FileManager.default.removeItem(atPath: moved)
    }

    // MARK: Troubles

    @Test func aMissingFolderOrFileIsSaidSo() async throws {
        let nowhere = FileDownloadFolder(path + "/nowhere")
        let error = await #expect(throws: DownloadError.self) { try await nowhere.standing("a") }
        #expect(error?.code == .missing)
        #expect(error?.message.contains("nowhere") == true)
        let file = await #expect(throws: DownloadError.self) { try await folder.digest(of: "a", .sha256) }
        #expect(file?.code == .missing)
    }

    /// No permission bits stop a privileged user, but this kind of file system does.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel")))
    func aFolderThatTakesNoFilesIsNotWritable() async throws {
        let error = await #expect(throws: DownloadError.self) {
            try await FileDownloadFolder("/sys/kernel").begin("a", digest: .sha1, resumes: false, replaces: false)
        }
        #expect(error?.code == .notWritable)
    }

    @Test func aFullDiskIsSaidSoAndTheSameBytesMayComeAgain() async throws {
        let full = try OpenFile(FileDescriptor.open("/dev/full", .readWrite))
        let name = SafeFileName("a")
        let place = try DownloadPlace(folder: OpenFolder(path), path: path + "/a", name: name, replaces: false)
        let sink = FileDownloadSink(place, full, StreamingDigest(.sha1), byteCount: 0)
        let error = await #expect(throws: DownloadError.self) { try await sink.write([1]) }
        #expect(error?.code == .noSpace)
        #expect(error?.message.contains("a.part") == true)
        #expect(await sink.byteCount == 0)
    }

    @Test(arguments: [
        (.noSpace, .noSpace), (.diskQuotaExceeded, .noSpace), (.fileTooLarge, .noSpace),
        (.permissionDenied, .notWritable), (.readOnlyFileSystem, .notWritable), (.notPermitted, .notWritable),
        (.tooManySymbolicLinkLevels, .notWritable), (.noSuchFileOrDirectory, .missing), (.fileExists, .exists),
        (.canceled, .cancelled), (.ioError, .failed),
    ] as [(Errno, DownloadError.Code)])
    func everyErrorNamesTheFile(error: Errno, code: DownloadError.Code) {
        let translated = DownloadError(error, about: "/d/a.part")
        #expect(translated.code == code)
        #expect(translated.message.contains("/d/a.part"))
    }
}
