import BackupKit
import FoundationEssentials
import ProviderSupport

/// What is known of restores on an account's servers: shared by its reader, its writer and its live channels.
actor RestoreMemory {
    /// A restore that was asked for here.
    struct Request: Equatable, Sendable {
        let backup: Backup.ID
        let truncates: Bool
        /// By the clock in the panel's answers, shortly before it was asked for; nil where they have none.
        let askedAt: Date?
        /// The starts that stood in the activity log before; nil where it was not read.
        var earlierStarts: Set<String>?

        /// How far the clock in an answer's header may be from the log's: a proxy may write the header.
        private static let leeway: TimeInterval = 5

        /// Whether an end in the log may be ours: by its start where the log was read before, else by the time.
        func owns(_ endedAt: Date, start: String?) -> Bool {
            if let start, let earlierStarts { return !earlierStarts.contains(start) }
            return askedAt.map { endedAt >= $0 - Self.leeway } ?? true
        }
    }

    private struct Record {
        var notedAt: Duration
        var isOngoing: Bool
        var request: Request?
    }

    /// How long a restore counts as recent after it was last heard of.
    static let span = Duration.seconds(30 * 60)

    private var records: [Server.ID: Record] = [:]
    private var withoutActivity: Set<Server.ID> = []
    private var starts: [Server.ID: (keys: Set<String>, seenAt: Duration)] = [:]
    private let stopwatch: Stopwatch

    init(clock: any Clock<Duration>) {
        stopwatch = Stopwatch(clock)
    }

    /// A restore is about to be asked for.
    func noteRequest(_ request: Request, on server: Server.ID) {
        var request = request
        // Somebody else may have restored since an older look at the log.
        if let seen = starts[server],
           stopwatch.elapsed - seen.seenAt <= .seconds(60) { request.earlierStarts = seen.keys }
        records[server] = Record(notedAt: stopwatch.elapsed, isOngoing: true, request: request)
    }

    /// An earlier session asked for a restore. Its own start may stand in the log that was read since: only the time
    /// tells which end is its.
    func recall(_ request: Request, on server: Server.ID) {
        records[server] = Record(notedAt: stopwatch.elapsed, isOngoing: true, request: request)
    }

    /// The server was seen being restored.
    func noteOngoing(_ server: Server.ID) {
        records[server] = Record(
            notedAt: stopwatch.elapsed, isOngoing: true, request: record(of: server)?.request
        )
    }

    /// The present moment, to say later since when a reading was on its way.
    var moment: Duration {
        stopwatch.elapsed
    }

    /// A restore that was asked for here was refused: it is nobody's.
    func forgetRequest(on server: Server.ID) {
        records[server] = nil
    }

    /// The server was seen not being restored, by a reading that began at `moment`. A reading that is older than what
    /// is known says nothing.
    func noteEnd(_ server: Server.ID, seenSince moment: Duration) {
        guard let record = records[server], record.notedAt <= moment else { return }
        records[server]?.isOngoing = false
    }

    /// A restore runs, as far as is known: nothing may be sent on the server's socket (sheet 4.2).
    func isOngoing(_ server: Server.ID) -> Bool {
        record(of: server)?.isOngoing ?? false
    }

    /// A restore ran lately: the activity log may tell how it ended.
    func isRecent(_ server: Server.ID) -> Bool {
        record(of: server) != nil
    }

    /// The restore that was asked for here lately.
    func request(on server: Server.ID) -> Request? {
        record(of: server)?.request
    }

    /// These starts stand in the server's activity log.
    func noteStarts(_ keys: Set<String>, on server: Server.ID) {
        starts[server] = (keys, stopwatch.elapsed)
    }

    /// The account may not read the server's activity log, or there is none: never asked for again.
    func refuseActivity(of server: Server.ID) {
        withoutActivity.insert(server)
    }

    /// False once the activity log was refused.
    func mayReadActivity(of server: Server.ID) -> Bool {
        !withoutActivity.contains(server)
    }

    private func record(of server: Server.ID) -> Record? {
        guard let record = records[server], stopwatch.elapsed - record.notedAt <= Self.span else { return nil }
        return record
    }
}
