/// A fact that only some services tell of a backup; a column exists only where its fact does.
public enum BackupFact: String, CaseIterable, Hashable, Sendable {
    case size
    /// Its size is told in megabytes, and not what those are.
    case sizeInMegabytes
    case kind
    case lock
    case verified
    case expiry
    case checksum
    case ignoredPatterns
    /// Who made or restored it.
    case creator
}
