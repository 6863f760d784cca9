import BackupKit
import FoundationEssentials
import GRDB
@testable import LocalState

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A state folder of its own for each test, not made yet; gone with the last reference.
final class ScratchState: Sendable {
    let top: String
    let path: String

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        top = place.path(percentEncoded: false)
        path = top + "/home/state/backtop"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: top)
    }

    var file: String {
        path + "/journal.sqlite"
    }

    func journal(_ limits: JournalLimits = JournalLimits()) throws(JournalError) -> SQLiteJournal {
        try SQLiteJournal(folder: path, author: JournalAuthor(user: "bob", sshClient: "192.0.2.7"), limits: limits)
    }

    /// The file as another program sees it.
    func rival() throws -> DatabaseQueue {
        try DatabaseQueue(path: file)
    }

    func makeFolder(_ mode: mode_t = 0o700) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, mode)
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    func bytes() throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: file)))
    }

    func mode(_ path: String) -> mode_t {
        var info = stat()
        return stat(path, &info) == 0 ? info.st_mode & 0o7777 : 0
    }
}

extension JournalEntry {
    /// A line about one server; `at` has more digits than whole seconds.
    static func sample(
        _ event: Event,
        act: Identifier<JournalEntry> = "act-1",
        payload: String? = nil
    ) -> JournalEntry {
        JournalEntry(
            act: act,
            at: Date(timeIntervalSinceReferenceDate: 816_523_456.123_456_7),
            context: "prod",
            server: "5f1c2d3e",
            serverName: "smp-main",
            world: "w1",
            backup: "b1",
            title: "nightly",
            step: "restore",
            event: event,
            payload: payload
        )
    }
}
