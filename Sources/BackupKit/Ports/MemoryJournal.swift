/// A journal that lives as long as the process.
public actor MemoryJournal: Journal {
    /// Every line so far, oldest first.
    public private(set) var entries: [JournalEntry] = []

    /// An empty journal.
    public init() {}

    /// Keeps the line; never fails.
    public func record(_ entry: JournalEntry) {
        entries.append(entry)
    }
}
