import BackupKit
import FoundationEssentials
import GRDB
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
struct SnapshotFileTests {
    private let state: ScratchState
    private let store: SQLiteSnapshotStore
    private let snapshot = ContextSnapshot.sample([.known], [.sample("5f1c2d3e", "w1"), .sample("5f1c2d3e", "w2")])

    init() throws {
        state = try ScratchState()
        store = SQLiteSnapshotStore(folder: state.path)
    }

    private func load(_ store: SQLiteSnapshotStore) async throws -> ContextSnapshot? {
        try await store.load("prod", origin: "https://panel.example")
    }

    private func rival() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: state.snapshotFile, configuration: configuration)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: state.path).sorted()
    }

    // MARK: Folder and file

    @Test func nothingIsMadeBeforeItIsNeeded() {
        #expect(!FileManager.default.fileExists(atPath: state.path))
    }

    @Test func folderAndFileAreMadeForTheirOwnerOnly() async throws {
        try await store.save(snapshot)
        #expect(state.mode(state.snapshotFile) == 0o600)
        #expect(state.mode(state.path) == 0o700)
        #expect(try names() == ["snapshots.sqlite"])
    }

    @Test func whatOthersMayWriteIsRefused() async throws {
        try state.makeFolder(0o770)
        let error = await #expect(throws: SnapshotError.self) { try await store.save(snapshot) }
        #expect(error?.message.hasPrefix(state.path + " may be written by others") == true)
        // It is looked at again the next time.
        chmod(state.path, 0o700)
        try await store.save(snapshot)
        #expect(try await load(store) == snapshot)
    }

    @Test func aLinkIsNotFollowed() async throws {
        try state.makeFolder()
        symlink("/dev/null", state.snapshotFile)
        let error = await #expect(throws: SnapshotError.self) { try await load(store) }
        #expect(error?.message == "\(state.snapshotFile) is no file: move it away and try again")
    }

    // MARK: Several programs

    @Test func twoStoresShareOneFile() async throws {
        // A slow disk under forty transactions is no fault of theirs.
        let store = SQLiteSnapshotStore(folder: state.path, patience: .seconds(60))
        let other = SQLiteSnapshotStore(folder: state.path, patience: .seconds(60))
        try await store.save(snapshot)
        #expect(try await load(other) == snapshot)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1 ... 20 {
                let (context, store) = (Context.ID("c\(number)"), number.isMultiple(of: 2) ? store : other)
                group.addTask { try await store.save(.sample([.known], [.sample("5f1c2d3e")], context: context)) }
            }
            try await group.waitForAll()
        }
        for number in 1 ... 20 {
            let found = try await store.load(Identifier("c\(number)"), origin: "https://panel.example")
            #expect(found?.lists.count == 1)
        }
    }

    @Test func aFileThatStaysLockedIsSaidSo() async throws {
        let impatient = SQLiteSnapshotStore(folder: state.path, patience: .milliseconds(1))
        try await impatient.save(snapshot)
        let rival = try rival()
        try await rival.writeWithoutTransaction { try $0.beginTransaction(.exclusive) }
        for store in [impatient, SQLiteSnapshotStore(folder: state.path, patience: .milliseconds(1))] {
            let error = await #expect(throws: SnapshotError.self) { try await store.save(.sample([])) }
            #expect(error?.message.hasPrefix(state.snapshotFile + " is in use by another program") == true)
            await #expect(throws: SnapshotError.self) { try await load(store) }
        }
        try await rival.writeWithoutTransaction { try $0.rollback() }
        #expect(try await load(impatient) == snapshot)
        #expect(try names() == ["snapshots.sqlite"])
    }

    @Test func aCancelledTaskStillKeepsWhatWasRead() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.save(snapshot)
            return try await load(store)
        }
        #expect(try await task.value == snapshot)
    }

    // MARK: Damage

    @Test(arguments: [
        Array("this is no database, whatever its name says".utf8), Array(repeating: 0xFF, count: 5000),
        Array("SQLite format 3\0 and then rubbish".utf8),
    ] as [[UInt8]])
    func aFileThatIsNoDatabaseIsSetAside(bytes: [UInt8]) async throws {
        try state.makeFolder()
        try state.write(bytes, to: state.snapshotFile)
        try state.write(bytes, to: state.snapshotFile + "-journal")
        #expect(try await load(store) == nil)
        try await store.save(snapshot)
        #expect(try await load(store) == snapshot)
        #expect(try names() == ["snapshots.sqlite", "snapshots.sqlite.damaged"])
        #expect(try Array(Data(contentsOf: URL(filePath: state.snapshotFile + ".damaged"))) == bytes)
        #expect(state.mode(state.snapshotFile) == 0o600)
    }

    @Test func pagesThatAreDamagedAreNoEnd() async throws {
        try await SQLiteSnapshotStore(folder: state.path).save(snapshot)
        var bytes = try Array(Data(contentsOf: URL(filePath: state.snapshotFile)))
        bytes.replaceSubrange(4096..., with: Array(repeating: 0x5A, count: bytes.count - 4096))
        try state.write(bytes, to: state.snapshotFile)
        #expect(try await load(store) == nil)
        try await store.save(snapshot)
        #expect(try await load(store) == snapshot)
    }

    @Test func aFileThatIsDamagedWhileItIsOpenGivesWay() async throws {
        let other = SQLiteSnapshotStore(folder: state.path)
        try await store.save(snapshot)
        try await other.save(snapshot)
        let handle = open(state.snapshotFile, O_WRONLY)
        let rubbish = Array(repeating: UInt8(0x5A), count: 65536)
        #expect(pwrite(handle, rubbish, rubbish.count, 0) == rubbish.count)
        // The file stays open: closing it here would take SQLite's locks away.
        try await store.save(snapshot)
        try await other.save(.sample(context: "other"))
        #expect(try await load(store) == snapshot)
        #expect(try await load(other) == snapshot)
        #expect(try await store.load("other", origin: "https://panel.example") != nil)
        close(handle)
    }

    @Test func aFileThatIsRemovedIsMadeAgain() async throws {
        try await store.save(snapshot)
        try FileManager.default.removeItem(atPath: state.snapshotFile)
        try await store.save(snapshot)
        #expect(try await load(SQLiteSnapshotStore(folder: state.path)) == snapshot)
    }

    @Test func tablesOfAnotherMakeGiveWay() async throws {
        try state.makeFolder()
        try await rival().write { try $0.execute(sql: "CREATE TABLE contexts_1 (note TEXT)") }
        chmod(state.snapshotFile, 0o600)
        #expect(try await load(store) == nil)
        try await store.save(snapshot)
        #expect(try await load(store) == snapshot)
    }

    // MARK: Rows

    @Test func aRowOfAFormNobodyKnowsCountsAsNeverKept() async throws {
        try await store.save(snapshot)
        try await rival().write { try $0.execute(sql: "UPDATE lists_1 SET format = 2 WHERE world = 'w1'") }
        #expect(try await load(store) == .sample([.known], [.sample("5f1c2d3e", "w2")]))
        try await rival().write { try $0.execute(sql: "UPDATE contexts_1 SET format = 99") }
        #expect(try await load(store) == nil)
        try await store.save(snapshot)
        #expect(try await load(store) == snapshot)
    }

    @Test(arguments: ["x'00ff'", "'[{]'", "''", "'{}'", "'[{\"id\":1}]'", "7"])
    func aRowThatCannotBeReadCountsAsNeverKept(value: String) async throws {
        try await store.save(snapshot)
        try await rival().write { try $0.execute(sql: "UPDATE lists_1 SET backups = \(value) WHERE world = 'w1'") }
        #expect(try await load(store) == .sample([.known], [.sample("5f1c2d3e", "w2")]))
        try await rival().write { try $0.execute(sql: "UPDATE contexts_1 SET servers = \(value)") }
        #expect(try await load(store) == nil)
    }

    @Test func wordsOfALaterVersionAreUnknownFacts() async throws {
        try await store.save(.sample([.known], [
            ListSnapshot(server: "5f1c2d3e", backups: [.known], readAt: .sample),
        ]))
        try await rival().write { db in
            try db.execute(sql: """
            UPDATE lists_1 SET backups = replace(replace(replace(CAST(backups AS TEXT),
                '"completed"', '"frozen"'), 'automatic', 'magic'), 'sha256', 'sha9')
            """)
            try db.execute(sql: """
            UPDATE contexts_1 SET servers = replace(replace(replace(CAST(servers AS TEXT),
                'suspended', 'moving'), 'crashed', 'floating'), 'lock-backups', 'bless-backups')
            """)
        }
        var backup = Backup.known
        (backup.state, backup.kind, backup.checksum) = (.unknown, .unknown, nil)
        var server = Server.known
        (server.condition, server.power) = (.unknown("unpaid"), .unknown)
        server.permissions?.remove(.lockBackups)
        let found = try #require(await load(store))
        #expect(found.lists.first?.backups == [backup])
        #expect(found.servers == [server])
    }
}
