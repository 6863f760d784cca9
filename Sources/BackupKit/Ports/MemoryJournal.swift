/// A journal that lives as long as the process.
public actor MemoryJournal: Journal {
    /// Every line so far, oldest first.
    public private(set) var entries: [JournalEntry] = []

    public init() {}

    public func record(_ entry: JournalEntry) {
        entries.append(entry)
    }
}
