import BackupKit
import Foundation
import Testing
@testable import LocalState

/// Two `FileWorkLocks` are rivals like two programs: the system's lock belongs to the open file.
@Suite(.timeLimit(.minutes(20)))
struct FileWorkLocksTests {
    private let state: ScratchState
    private let place = WorkPlace(provider: "archon", origin: "https://archon.example", server: "5f1c2d3e-0000")

    init() throws {
        state = try ScratchState()
    }

    private func locks(_ user: String = "bob") -> FileWorkLocks {
        FileWorkLocks(folder: state.path, author: JournalAuthor(user: user, sshClient: nil))
    }

    private var lockPath: String {
        state.path + "/locks/" + place.lockName
    }

    private var pid: Int32 {
        ProcessInfo.processInfo.processIdentifier
    }

    @Test func onlyOneProgramHasTheLock() async throws {
        let (one, two) = (locks("bob"), locks("eve"))
        try await one.acquire(place, for: "act-1")
        let error = await #expect(throws: WorkLockError.self) { try await two.acquire(place, for: "act-2") }
        #expect(error?.isHeld == true)
        #expect(error?.message == "Another Backtop (pid \(pid), user bob) carries out a plan on this server")
        await two.release(place)
        await one.release(place)
        try await two.acquire(place, for: "act-2")
        await #expect(throws: WorkLockError.self) { try await one.acquire(place, for: "act-1") }
    }

    @Test func folderAndFileAreMadeForTheirOwnerOnly() async throws {
        try await locks().acquire(place, for: "act-1")
        #expect(state.mode(state.path) == 0o700)
        #expect(state.mode(state.path + "/locks") == 0o700)
        #expect(state.mode(lockPath) == 0o600)
    }

    @Test func anotherActOfTheSameProgramIsRefused() async throws {
        let locks = locks()
        try await locks.acquire(place, for: "act-1")
        try await locks.acquire(place, for: "act-1")
        let error = await #expect(throws: WorkLockError.self) { try await locks.acquire(place, for: "act-2") }
        #expect(error == WorkLockError(isHeld: true, "A plan is being carried out on server 5f1c2d3e already"))
        await locks.release(place)
        try await locks.acquire(place, for: "act-2")
    }

    @Test func placesAreToldApart() async throws {
        let places = [
            place,
            WorkPlace(provider: "archon", origin: "https://archon.example", server: "5f1c2d3f-0000"),
            WorkPlace(provider: "archon", origin: "https://archon.example:8443", server: "5f1c2d3e-0000"),
            WorkPlace(provider: "panel", origin: "https://archon.example", server: "5f1c2d3e-0000"),
            WorkPlace(provider: "ab", origin: "c", server: "d"), WorkPlace(provider: "a", origin: "bc", server: "d"),
            WorkPlace(provider: "a\u{0}b", origin: "c", server: "d"), WorkPlace(
                provider: "",
                origin: "abc",
                server: "d"
            ),
            WorkPlace(provider: "a", origin: "b", server: "../../x\u{0}\n"),
        ]
        #expect(Set(places.map(\.lockName)).count == places.count)
        #expect(places.allSatisfy { $0.lockName.wholeMatch(of: /[0-9a-f]{32}\.lock/) != nil })
        // Never changed: an older program running beside a newer one must meet it at the same file.
        #expect(place.lockName == "abb6cc9ddf15ab49dbe4f8a7ec869389.lock")
        let locks = locks()
        for place in places {
            try await locks.acquire(place, for: "act-1")
        }
    }

    // MARK: Who has it

    @Test func theHolderIsSomebodyElse() async throws {
        let (one, two) = (locks("bob"), locks("eve"))
        #expect(await two.holder(of: place) == nil)
        #expect(!FileManager.default.fileExists(atPath: state.path))
        try await one.acquire(place, for: "act-1")
        #expect(await one.holder(of: place) == nil)
        let holder = try #require(await two.holder(of: place))
        #expect(holder.hasPrefix("Another Backtop (pid \(pid), user bob, since 20"))
        #expect(holder.hasSuffix("Z)"))
        await one.release(place)
        #expect(await two.holder(of: place) == nil)
    }

    @Test func lookingNeitherKeepsNorStealsTheLock() async throws {
        let (one, two) = (locks(), locks())
        try await one.acquire(place, for: "act-1")
        await one.release(place)
        for _ in 1 ... 3 {
            #expect(await two.holder(of: place) == nil)
            try await one.acquire(place, for: "act-1")
            #expect(await two.holder(of: place) != nil)
            await #expect(throws: WorkLockError.self) { try await two.acquire(place, for: "act-2") }
            await one.release(place)
        }
    }

    @Test func lookingDoesNotMakeAnAcquireFail() async throws {
        let state = state
        let place = place
        try await locks().acquire(place, for: "act-0")
        let lookers = (1 ... 2).map { _ in
            Task {
                let locks = FileWorkLocks(folder: state.path, author: JournalAuthor(user: "eve", sshClient: nil))
                while !Task.isCancelled {
                    _ = await locks.holder(of: place)
                    await Task.yield()
                }
            }
        }
        let locks = locks()
        for round in 1 ... 200 {
            try await locks.acquire(place, for: Identifier("act-\(round)"))
            await locks.release(place)
        }
        for looker in lookers {
            looker.cancel()
            await looker.value
        }
    }

    @Test func aLookAtTheVeryMomentOnlyDelaysAnAcquire() async throws {
        try await locks().acquire(place, for: "act-0")
        let look = open(lockPath, O_RDONLY | O_CLOEXEC)
        #expect(flock(look, LOCK_SH | LOCK_NB) == 0)
        async let end: Void = {
            try? await Task.sleep(for: .milliseconds(10))
            close(look)
        }()
        try await locks().acquire(place, for: "act-1")
        await end
    }

    @Test func whatADeadProgramLeftIsNoHolder() async throws {
        try FileManager.default.createDirectory(atPath: state.path + "/locks", withIntermediateDirectories: true)
        chmod(state.path, 0o700)
        try state.write(Array("pid 1\nuser ghost\nsince 2020-01-01T00:00:00Z\n".utf8), to: lockPath)
        let (one, two) = (locks("bob"), locks("eve"))
        #expect(await one.holder(of: place) == nil)
        try await one.acquire(place, for: "act-1")
        #expect(await two.holder(of: place)?.contains("user bob") == true)
        await one.release(place)
        #expect(try String(contentsOfFile: lockPath, encoding: .utf8).isEmpty)
    }

    @Test(arguments: ["", "pid", "pid 1\nuser", "{}", "\u{0}\u{1B}[2J", "pid 1\nsince x\n"])
    func aHolderThatDoesNotTellIsStillOne(text: String) async throws {
        let (one, two) = (locks(), locks())
        try await one.acquire(place, for: "act-1")
        try state.write(Array(text.utf8), to: lockPath)
        #expect(await two.holder(of: place) == "Another Backtop")
        let error = await #expect(throws: WorkLockError.self) { try await two.acquire(place, for: "act-2") }
        #expect(error?.message == "Another Backtop carries out a plan on this server")
    }

    @Test func aNameOnTheScreenDoesNoHarm() async throws {
        let (one, two) = (locks("b\u{1B}[2Jo\nb\u{202E}" + String(repeating: "x", count: 500)), locks())
        try await one.acquire(place, for: "act-1")
        let holder = try #require(await two.holder(of: place))
        #expect(holder.contains("user b?[2Jo?b?xxx"))
        #expect(holder.count < 150)
    }

    // MARK: The end of a program

    @Test func theLockEndsWithWhoHasIt() async throws {
        do {
            let gone = locks()
            try await gone.acquire(place, for: "act-1")
        }
        try await locks().acquire(place, for: "act-2")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
    func theLockOfAnotherProgramEndsWithIt() async throws {
        let locks = locks()
        try await locks.acquire(place, for: "act-1")
        await locks.release(place)
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        program.arguments = ["--exclusive", "--no-fork", lockPath, "cat"]
        // It ends with this program, and not before it is told to.
        program.standardInput = Pipe()
        try program.run()
        defer { kill(program.processIdentifier, SIGKILL) }
        while await locks.holder(of: place) == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        let error = await #expect(throws: WorkLockError.self) { try await locks.acquire(place, for: "act-2") }
        #expect(error?.isHeld == true)
        kill(program.processIdentifier, SIGKILL)
        program.waitUntilExit()
        try await locks.acquire(place, for: "act-2")
    }

    @Test func aStartedProgramDoesNotInheritTheLock() async throws {
        let (one, two) = (locks(), locks())
        try await one.acquire(place, for: "act-1")
        // Not `Process`, which closes what it was not told to hand on.
        var pid = pid_t()
        var words = [strdup("sleep"), strdup("600"), nil]
        #expect(posix_spawn(&pid, "/bin/sleep", nil, nil, &words, nil) == 0)
        words.forEach { free($0) }
        defer {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        await one.release(place)
        try await two.acquire(place, for: "act-2")
        var status: Int32 = 0
        #expect(waitpid(pid, &status, WNOHANG) == 0, "it runs on")
    }

    // MARK: Troubles

    @Test func aRemovedFileIsNoLongerTheLock() async throws {
        let (one, two) = (locks(), locks())
        try await one.acquire(place, for: "act-1")
        try FileManager.default.removeItem(atPath: lockPath)
        // Nothing can be done about the first; the second must hold the file that is there.
        try await two.acquire(place, for: "act-2")
        await #expect(throws: WorkLockError.self) { try await locks().acquire(place, for: "act-3") }
    }

    @Test func aFileWhereTheFolderShouldBeIsSaidSo() async throws {
        try state.makeFolder()
        try state.write([1], to: state.path + "/locks")
        let locks = locks()
        let error = await #expect(throws: WorkLockError.self) { try await locks.acquire(place, for: "act-1") }
        #expect(error?.isHeld == false)
        #expect(error?.message.hasPrefix("\(state.path)/locks is no folder") == true)
        #expect(await locks.holder(of: place) == nil)
    }

    @Test func aLinkInPlaceOfTheFileIsRefused() async throws {
        try state.makeFolder()
        try FileManager.default.createDirectory(atPath: state.path + "/locks", withIntermediateDirectories: true)
        symlink(state.top + "/elsewhere", lockPath)
        let error = await #expect(throws: WorkLockError.self) { try await locks().acquire(place, for: "act-1") }
        #expect(error?.isHeld == false)
        #expect(error?.message.contains(lockPath) == true)
        #expect(!FileManager.default.fileExists(atPath: state.top + "/elsewhere"))
    }

    @Test func aFolderThatOthersMayWriteIsRefused() async throws {
        try state.makeFolder(0o777)
        let error = await #expect(throws: WorkLockError.self) { try await locks().acquire(place, for: "act-1") }
        #expect(error?.isHeld == false)
        #expect(error?.message.hasPrefix("\(state.path) may be written by others") == true)
    }
}
