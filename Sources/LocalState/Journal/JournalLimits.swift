/// How much the journal keeps, and how long it waits.
struct JournalLimits: Sendable {
    /// How many of the newest lines are kept. Lines of open acts are kept for ever.
    var lines: Int64 = 100_000
    /// How many bytes a payload may have.
    var payloadBytes = 1 << 20
    /// How many bytes an id may have: a cut one would be another.
    var idBytes = 4096
    /// Up to which size a file is read through for damage when it is opened. A larger one would hold up the start, and
    /// hold up every other program that wants to write; there SQLite finds damage when it comes across it.
    var checkedBytes: Int64 = 64 << 20
    /// For how long another program may hold the file.
    var patience: Duration = .seconds(5)
    /// How many pages the file may have; nil for as many as the disk takes.
    var pages: Int?
}
