import BackupKit
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
struct AcknowledgementFileTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)

    private let state: ScratchState
    private let path: String
    private let file: AcknowledgementFile

    init() throws {
        state = try ScratchState()
        path = state.path + "/acks"
        file = AcknowledgementFile(path: path) { Self.now }
    }

    private func alarm(
        _ kind: String = "stale",
        _ server: Server.ID? = "5f1c2d3e",
        hours: Double = 8,
        user: String = "bob"
    ) -> AcknowledgedAlarm {
        AcknowledgedAlarm(
            kind: kind, context: "prod", server: server, until: Self.now + hours * 3600, user: user, at: Self.now
        )
    }

    private func text() throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func write(_ text: String) throws {
        try state.makeFolder()
        try state.write(Array(text.utf8), to: path)
    }

    private func refusal(_ work: () async throws -> Void) async -> String {
        await #expect(throws: AcknowledgementError.self) { try await work() }?.message ?? ""
    }

    // MARK: Lines

    @Test func noFileMeansNoAcknowledgement() async throws {
        #expect(try await file.acknowledged() == [])
        #expect(!FileManager.default.fileExists(atPath: state.path))
        try state.makeFolder()
        #expect(try await file.acknowledged() == [])
        try await file.remove(kind: "stale", context: "prod", server: nil)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatIsAcknowledgedComesBackAsItWentIn() async throws {
        let alarms = [alarm(), alarm("unreachable", nil), alarm("stale", "other", user: "")]
        try await file.add(alarms)
        #expect(try await AcknowledgementFile(path: path).acknowledged() == alarms)
    }

    @Test func aPersonCanReadIt() async throws {
        try await file.add([alarm(), alarm("unreachable", nil)])
        #expect(try text() == """
        {"at":"2026-11-30T00:53:20Z","context":"prod","kind":"stale","server":"5f1c2d3e",\
        "until":"2026-11-30T08:53:20Z","user":"bob"}
        {"at":"2026-11-30T00:53:20Z","context":"prod","kind":"unreachable","until":"2026-11-30T08:53:20Z","user":"bob"}

        """)
    }

    @Test func aPersonCanWriteIt() async throws {
        try write("""
        # maintenance
        { "kind": "stale", "context": "prod", "server": "s", "until": "2026-12-01T00:00:00+02:00" }\r
        {"kind":"stale","context":"prod","until":"2026-12-01T00:00:00.5Z","user":"eve","at":"2026-11-01T00:00:00Z"}
        """)
        let found = try await file.acknowledged()
        #expect(found.map(\.server) == ["s", nil])
        #expect(found.map(\.user) == ["", "eve"])
        #expect(found.first?.until == Date(timeIntervalSince1970: 1_796_076_000))
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\u{0}", "{}", #"{"kind":"stale","context":"prod"}"#,
        #"{"kind":"stale","context":"prod","until":"soon"}"#,
        #"{"kind":1,"context":"prod","until":"2026-12-01T00:00:00Z"}"#,
    ])
    func aLineThatCannotBeReadCountsForNothingAndStays(line: String) async throws {
        try write(line + "\n")
        #expect(try await file.acknowledged() == [])
        try await file.add([alarm()])
        #expect(try await file.acknowledged() == [alarm()])
        #expect(try text().hasPrefix(line.isEmpty ? "{\"at\"" : line + "\n"))
    }

    @Test func bytesThatAreNoTextAreNoEnd() async throws {
        try state.makeFolder()
        try state.write([0xFF, 0xFE, 0x0A, 0xC3], to: path)
        try await file.add([alarm()])
        #expect(try await file.acknowledged() == [alarm()])
    }

    @Test(arguments: [
        "a\nb", "\u{0}\u{1B}[2J\u{7F}", "\u{9B}2J", "\u{202E}gz", "\u{2028}\u{85}", "\"},{\"", "\\", "e\u{301}", "👩‍👩‍👧‍👦",
        "\u{E000}\u{10FFFF}",
    ])
    func foreignTextComesBackAndHarmsNoTerminal(text: String) async throws {
        let alarm = AcknowledgedAlarm(
            kind: text, context: Identifier(text), server: Identifier(text), until: Self.now + 60, user: text,
            at: Self.now
        )
        try await file.add([alarm, self.alarm()])
        let found = try await file.acknowledged()
        #expect(found == [alarm, self.alarm()])
        #expect(found.first.map { Array($0.user.utf8) } == Array(text.utf8))
        let scalars = try self.text().unicodeScalars
        #expect(scalars.count { $0 == "\n" } == 2)
        #expect(!scalars.contains { $0 != "\n" && ($0.value < 0x20 || (0x7F ... 0x9F).contains($0.value)) })
        #expect(!scalars.contains { "\u{202E}\u{2028}\u{200D}".unicodeScalars.contains($0) })
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e18, -1e18])
    func aTimeThatIsNoneCanBeReadAgain(seconds: Double) async throws {
        var odd = alarm()
        odd.at = Date(timeIntervalSince1970: seconds)
        try await file.add([odd])
        #expect(try await file.acknowledged().count == 1)
    }

    // MARK: Changes

    @Test func aNewerOneReplacesAnOlderOneOfItsKindContextAndServer() async throws {
        let others = [alarm("failed"), alarm("stale", nil), alarm("stale", "other")]
        try await file.add([alarm(user: "eve")] + others)
        try await file.add([alarm(hours: 24)])
        #expect(try await file.acknowledged() == others + [alarm(hours: 24)])
        try await file.add([alarm(hours: 1), alarm(hours: 2)])
        #expect(try await file.acknowledged() == others + [alarm(hours: 2)])
    }

    @Test func theLastLineAboutAnAlarmCounts() async throws {
        try await file.add([alarm(user: "eve")])
        let first = try text()
        try await file.add([alarm(user: "bob"), alarm("failed")])
        try write(first + text())
        #expect(try await file.acknowledged() == [alarm(user: "bob"), alarm("failed")])
        try await file.remove(kind: "stale", context: "prod", server: "5f1c2d3e")
        #expect(try await file.acknowledged() == [alarm("failed")])
    }

    @Test func oneIsTakenBackAndTheOthersStay() async throws {
        let others = [alarm("stale", nil), alarm("failed")]
        try await file.add([alarm()] + others)
        try await file.remove(kind: "stale", context: "prod", server: "5f1c2d3e")
        #expect(try await file.acknowledged() == others)
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
        try await file.remove(kind: "stale", context: "test", server: "5f1c2d3e")
        let after = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
        #expect(before == after, "written though nothing changed")
    }

    @Test func whatIsOverGoesAtTheNextChange() async throws {
        try await file.add([alarm(hours: 1), alarm("failed", hours: 9)])
        let later = AcknowledgementFile(path: path) { Self.now + 3600 }
        #expect(try await later.acknowledged().count == 2)
        try await later.add([alarm("quota")])
        #expect(try await later.acknowledged() == [alarm("failed", hours: 9), alarm("quota")])
    }

    // MARK: Several programs

    @Test func nothingOfTwoWritersIsLost() async throws {
        let other = AcknowledgementFile(path: path) { Self.now }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (file, numbers) in [(file, 1 ... 15), (other, 16 ... 30)] {
                let alarms = numbers.map { alarm("kind \($0)") }
                group.addTask {
                    for alarm in alarms { try await file.add([alarm]) }
                }
            }
            try await group.waitForAll()
        }
        let kinds = try await file.acknowledged().map(\.kind)
        #expect(Set(kinds) == Set((1 ... 30).map { "kind \($0)" }))
        #expect(kinds.count == 30)
    }

    @Test func aChangeWaitsForTheLock() async throws {
        try state.makeFolder()
        var lock: OpenFile? = try OpenFolder(state.path).openToLock("acks.lock")
        #expect(try lock?.lock() == true)
        let (alarm, file) = (alarm(), file)
        let writer = Task { try await file.add([alarm]) }
        // Enough to have tried; where it has not, less is tested.
        for _ in 1 ... 20 { try await Task.sleep(for: .milliseconds(1)) }
        // Readers need no lock.
        #expect(try await file.acknowledged() == [])
        lock = nil
        try await writer.value
        #expect(try await file.acknowledged() == [alarm])
    }

    @Test func aLockThatIsKeptIsSaidSo() async throws {
        try state.makeFolder()
        let lock = try OpenFolder(state.path).openToLock("acks.lock")
        #expect(try lock.lock())
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await file.add([alarm()])
        }
        let message = await refusal { try await task.value }
        #expect(message.hasPrefix(path + ".lock is held by another program"))
        withExtendedLifetime(lock) {}
    }

    // MARK: Files

    @Test func everybodyMayReadTheFile() async throws {
        try await file.add([alarm()])
        #expect(state.mode(path) == 0o644)
        #expect(state.mode(state.path) == 0o700)
        chmod(path, 0o600)
        try await file.add([alarm("failed")])
        #expect(state.mode(path) == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state.path).sorted() == ["acks", "acks.lock"])
    }

    @Test func aSharedFileIsFoundByEverybodyWhateverTheUmask() async throws {
        let folder = state.path + "/of/all"
        let shared = AcknowledgementFile(path: folder + "/acks", isShared: true) { Self.now }
        try state.makeFolder()
        try await shared.add([alarm()])
        #expect(state.mode(folder) == 0o755)
        #expect(state.mode(state.path + "/of") == 0o755)
        #expect(state.mode(folder + "/acks") == 0o644)
        #expect(state.mode(folder + "/acks.lock") == 0o644)
    }

    @Test func whatACrashLeftIsNoHindrance() async throws {
        try state.makeFolder()
        try state.write(Array("half a li".utf8), to: path + ".new")
        try await file.add([alarm()])
        #expect(try await file.acknowledged() == [alarm()])
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    }

    @Test func aLinkIsNeitherFollowedNorReplaced() async throws {
        try state.makeFolder()
        try state.write([], to: path + "-real")
        symlink(path + "-real", path)
        let words = "\(path) is no file: name the file itself as alarms.ack-file"
        #expect(await refusal { try await file.add([alarm()]) } == words)
        #expect(await refusal { _ = try await file.acknowledged() } == words)
    }

    @Test func aFileOfAnotherKindIsRefused() async throws {
        try write(String(repeating: "x", count: 5 << 20))
        #expect(await refusal { _ = try await file.acknowledged() }.contains("remove lines"))
        #expect(await refusal { try await file.add([alarm()]) }.contains("remove lines"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel")))
    func aFolderThatCannotBeMadeIsSaidSo() async {
        let words = await refusal { try await AcknowledgementFile(path: "/sys/kernel/x/acks").add([alarm()]) }
        #expect(words.hasPrefix("/sys/kernel/x/acks cannot be used"))
        #expect(words.contains("alarms.ack-file"))
    }
}
