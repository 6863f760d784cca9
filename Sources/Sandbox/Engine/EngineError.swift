/// Why the service refuses; dialects turn it into their own status and shape.
enum EngineError: Error, Sendable, Equatable {
    case noServer(String)
    case noWorld(String)
    case noBackup(String)
    /// There is no such create or restore.
    case noOperation(Int)
    /// The server has this many backups already.
    case quotaFull(limit: Int)
    /// A restore needs the server at rest.
    case notAtRest(PowerState)
    /// Other work on the server or backup forbids it.
    case busy(String)
    /// The backup is not in a state that allows it.
    case wrongState(String)
    /// A lock keeps the backup.
    case locked(String)
    /// There is a backup with that id already.
    case idTaken(String)
    /// Too many backups were asked for in a span of time; try again after so many seconds.
    case throttled(limit: Int, seconds: Int, retryAfter: Int)
    /// The node that holds the server does not answer.
    case nodeOffline
    /// The node has no room for another archive.
    case storageFull
    /// A name is empty or too long.
    case badName(String)
    /// The archive is not on disk any more.
    case archiveMissing(String)
}
