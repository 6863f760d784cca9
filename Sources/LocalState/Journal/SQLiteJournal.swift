public import BackupKit
import GRDB

/// The journal in a file of its own, `journal.sqlite` in the state folder, which several programs may use at a time.
///
/// Each line is one transaction together with what it means for its act, and `record` returns when that is on disk.
/// Folder and file are made for their owner only and refused where others may write. Names, reasons and steps are cut
/// after 4096 Unicode scalars, payloads over 1 MiB and ids over 4096 bytes are refused; all other text comes back as
/// it went in. Lines of finished acts beyond the newest 100,000 lines go when the file is opened. Lines of an event
/// that this version does not know are left out in reading. The file must lie on a disk of this machine.
public final class SQLiteJournal: Journal {
    private let file: JournalFile
    private let author: JournalAuthor
    private let limits: JournalLimits

    /// Opens the journal of a state folder, both made where they are not there. Reads the file through for damage, so
    /// it may take a moment, and waits up to 5 seconds for a program that has it locked.
    public convenience init(folder: String, author: JournalAuthor = .current()) throws(JournalError) {
        try self.init(folder: folder, author: author, limits: JournalLimits())
    }

    init(folder: String, author: JournalAuthor, limits: JournalLimits) throws(JournalError) {
        file = try JournalFile(in: folder, limits: limits)
        self.author = author
        self.limits = limits
    }

    /// The file, for messages.
    public var path: String {
        file.path
    }

    /// Keeps the line, also where the task is cancelled: what was sent has to be told.
    public func record(_ entry: JournalEntry) async throws(JournalError) {
        try demandSizes(of: entry)
        let author = author
        try await access { db in
            try db.inTransaction(.immediate) {
                try JournalTable.insert(entry, by: author, in: db)
                return .commit
            }
        }
    }

    /// The newest lines, newest first.
    public func latest(_ count: Int) async throws(JournalError) -> [JournalLine] {
        try await access { db in
            try JournalTable.lines(db, JournalTable.latest, upTo: count)
        }
    }

    /// Every act that is not over, each with all its lines, oldest first. Acts of a running program are among them.
    public func unfinished() async throws(JournalError) -> [[JournalLine]] {
        let lines = try await access { db in
            try JournalTable.lines(db, JournalTable.unfinished)
        }
        var acts: [[JournalLine]] = []
        var places: [Identifier<JournalEntry>: Int] = [:]
        for line in lines {
            if let place = places[line.entry.act] {
                acts[place].append(line)
            } else {
                places[line.entry.act] = acts.count
                acts.append([line])
            }
        }
        return acts
    }

    private func demandSizes(of entry: JournalEntry) throws(JournalError) {
        if let bytes = entry.payload?.utf8.count, bytes > limits.payloadBytes {
            throw JournalError(
                "\(path) takes no line of \(bytes) bytes, \(limits.payloadBytes) is the limit: choose fewer at a time"
            )
        }
        if let id = entry.ids.first(where: { $0.utf8.count > limits.idBytes }) {
            throw JournalError(
                "\(path) takes no id of \(id.utf8.count) bytes, \(limits.idBytes) is the limit: look at the service"
            )
        }
    }

    /// Work on the file's own queue. Not GRDB's `async` calls: those stop when the task is cancelled.
    private func access<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let result = await withCheckedContinuation { continuation in
            file.queue.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try work(db) })
            }
        }
        do {
            return try result.get()
        } catch {
            throw JournalError(error, about: path)
        }
    }
}
