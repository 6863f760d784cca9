public import FoundationEssentials

/// How old a server's newest good backup is, against how old it may be.
public enum Freshness: Equatable, Sendable {
    /// No list has been read to its end, or none tells a time that can be believed.
    case unknown
    /// Every list was read to its end, and none holds a good backup.
    case never
    /// Within its target; the age in seconds.
    case fresh(age: TimeInterval)
    /// Older than its target; the age in seconds.
    case late(age: TimeInterval)
}
