import BackupKit

/// What the service tells by itself: nothing.
enum VPSOrgEvents {
    /// A stream that finishes at once: no socket, no stream of events and no webhook is documented (wire sheet vpsorg,
    /// section 5).
    static func none() -> AsyncStream<ProviderEvent> {
        AsyncStream { $0.finish() }
    }
}
