/// A journal that lives as long as the process.
public actor MemoryJournal: Journal {
    /// Every line so far, oldest first.
    public private(set) var entries: [JournalEntry] = []
    private var progress: [Identifier<JournalEntry>: JournalProgress] = [:]

    /// An empty journal.
    public init() {}

    /// Keeps the line; never fails.
    public func record(_ entry: JournalEntry) {
        entries.append(entry)
        progress[entry.act, default: JournalProgress()].follow(entry.event)
    }

    /// The newest lines, newest first.
    public func latest(_ count: Int) -> [JournalLine] {
        lines.reversed().prefix(count).map(\.self)
    }

    /// The lines of every act that is not over.
    public func unfinished() -> [[JournalLine]] {
        var order: [Identifier<JournalEntry>] = []
        for entry in entries where progress[entry.act]?.isOpen == true && !order.contains(entry.act) {
            order.append(entry.act)
        }
        return order.map { act in lines.filter { $0.entry.act == act } }
    }

    private var lines: [JournalLine] {
        entries.enumerated().map {
            JournalLine(number: Int64($0 + 1), entry: $1, user: "", sshClient: nil, planDigest: nil)
        }
    }
}
