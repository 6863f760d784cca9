/// The port towards what was last known of servers and their backups: a screen that starts shows it, with its age,
/// until the services answer.
public protocol SnapshotStore: Sendable {
    /// Keeps the servers in place of those kept before, and the given lists. Other lists stay, except those of servers
    /// and worlds that are not among the context's any more, and all those of another origin.
    func save(_ snapshot: ContextSnapshot) async throws(SnapshotError)

    /// The last known state of a context; nil where none was kept, or it was of another origin.
    func load(_ context: Context.ID, origin: String) async throws(SnapshotError) -> ContextSnapshot?
}

/// Why nothing could be kept or read, in words for the user.
public struct SnapshotError: Error, Hashable, Sendable {
    /// One line that names the file and the next step.
    public var message: String

    /// An error in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
