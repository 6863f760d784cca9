import AppCore
import BackupKit
import LocalState

/// Where this machine keeps what it knows of acts, and what is opened there.
enum StateFolder {
    /// `$XDG_STATE_HOME/backtop`, else `~/.local/state/backtop`; empty where there is neither.
    static func path(_ host: HostEnvironment) -> String {
        if let state = host.nonEmpty("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/backtop" }
        return host.homeDirectory.map { $0 + "/.local/state/backtop" } ?? ""
    }

    /// The journal in a folder. One that cannot be opened is no reason not to look at backups: it refuses every line,
    /// so that nothing is sent.
    static func journal(in folder: String, host: HostEnvironment) -> any Journal {
        guard !folder.isEmpty else {
            return ClosedJournal(JournalError("there is no home folder: set XDG_STATE_HOME to a folder of yours"))
        }
        do {
            return try SQLiteJournal(folder: folder, author: .current(environment: host.variables))
        } catch {
            return ClosedJournal(error)
        }
    }

    /// What was last known of every context; nil where there is no place for it.
    static func snapshots(in folder: String) -> (any SnapshotStore)? {
        folder.isEmpty ? nil : SQLiteSnapshotStore(folder: folder)
    }

    /// The locks beside it.
    static func locks(in folder: String, host: HostEnvironment) -> any WorkLocks {
        folder.isEmpty ? MemoryLocks() : FileWorkLocks(folder: folder, author: .current(environment: host.variables))
    }
}

/// A journal that could not be opened, and why.
struct ClosedJournal: Journal {
    private let error: JournalError

    init(_ error: JournalError) {
        self.error = error
    }

    func record(_: JournalEntry) async throws(JournalError) {
        throw error
    }

    func latest(_: Int) async throws(JournalError) -> [JournalLine] {
        throw error
    }

    func unfinished() async throws(JournalError) -> [[JournalLine]] {
        throw error
    }
}
