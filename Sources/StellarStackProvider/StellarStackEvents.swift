import BackupKit

/// What the panel tells by itself: nothing that Backtop could use.
enum StellarStackEvents {
    /// A stream that finishes at once. The panel's socket wants the session cookie, and its backup events are declared
    /// but never sent; the node's socket tells of no progress and only repeats what lists and statistics say (wire
    /// sheet stellarstack, section 4.5).
    static func none() -> AsyncStream<ProviderEvent> {
        AsyncStream { $0.finish() }
    }
}
