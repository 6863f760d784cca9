public import BackupKit

/// A provider that answers from memory and writes down every call, with a journal that shares the same record, so that
/// tests see the order of intents, requests and answers. Safe to share between tasks.
public final class StubProvider: Sendable {
    /// Every call so far, oldest first. Tests wait on it.
    public let calls = Watched<[StubCall]>([])
    /// What the reader answers.
    public let reader: StubReader
    /// What the writer answers.
    public let writer: StubWriter
    /// Keeps lines in `calls`.
    public let journal: StubJournal

    /// Starts with these servers and no backups.
    public init(servers: [Server] = []) {
        let calls = calls
        reader = StubReader(servers: servers, calls: calls)
        writer = StubWriter(calls: calls)
        journal = StubJournal(calls: calls)
    }
}

/// A journal that writes into a stub's record and can be told to fail.
public final class StubJournal: Journal {
    private let calls: Watched<[StubCall]>
    private let failure = Watched<JournalError?>(nil)

    init(calls: Watched<[StubCall]>) {
        self.calls = calls
    }

    /// From now on no line is kept; nil makes it work again.
    public func fail(with error: JournalError?) {
        failure.update { $0 = error }
    }

    /// Notes the line, or throws what `fail(with:)` was told.
    public func record(_ entry: JournalEntry) async throws(JournalError) {
        if let error = failure.value { throw error }
        calls.update { $0.append(.journal(step: entry.step, entry.event)) }
    }

    /// Nothing is kept beyond the record of calls.
    public func latest(_: Int) async throws(JournalError) -> [JournalLine] {
        if let error = failure.value { throw error }
        return []
    }

    /// Nothing is left behind.
    public func unfinished() async throws(JournalError) -> [[JournalLine]] {
        if let error = failure.value { throw error }
        return []
    }
}
