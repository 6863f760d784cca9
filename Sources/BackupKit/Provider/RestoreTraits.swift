/// How a service restores backups.
public struct RestoreTraits: Hashable, Sendable {
    /// Who takes a backup of the present data before a restore.
    public enum SafetyBackup: Hashable, Sendable {
        case byServer
        case byClient
    }

    /// What proves how a restore ended.
    public enum Evidence: Hashable, Sendable {
        /// Live events and the task state in the list.
        case eventsAndList
        /// The server's own history of operations.
        case history
        /// An entry in the server's activity log, which the list carries as a report.
        case activity
        /// The backup's state in the list.
        case list
        /// Nothing: the outcome can only be `unknown`.
        case nothing
    }

    /// What proves that a server is down after our stop.
    public enum StopEvidence: Hashable, Sendable {
        /// A power event after the stop.
        case event
        /// Two readings of the server this far apart, both after the stop.
        case readings(apart: Duration)
        /// Either of the two.
        case eventOrReadings(apart: Duration)
    }

    /// What happens to files that are not in the archive.
    public enum Extent: Hashable, Sendable {
        /// They are removed.
        case wipes
        /// They stay.
        case overlays
        /// They stay unless the user asks to remove everything first.
        case choice
        /// The documents do not say: expect the worst.
        case undocumented
    }

    /// The server must be down before a restore may be sent.
    public var needsStop: Bool
    /// What proves that it is.
    public var stopEvidence: StopEvidence
    /// What happens to other files.
    public var extent: Extent
    /// Who takes a backup of the present data first.
    public var safetyBackup: SafetyBackup
    /// What proves how it ended.
    public var evidence: Evidence
    /// The answer comes only when it is done.
    public var answersWhenDone: Bool
    /// A restore that goes wrong leaves its backup marked as failed for good, although the archive is whole.
    public var failureSpoilsBackup: Bool

    /// All traits; none has a default.
    public init(
        needsStop: Bool,
        stopEvidence: StopEvidence,
        extent: Extent,
        safetyBackup: SafetyBackup,
        evidence: Evidence,
        answersWhenDone: Bool,
        failureSpoilsBackup: Bool
    ) {
        self.needsStop = needsStop
        self.stopEvidence = stopEvidence
        self.extent = extent
        self.safetyBackup = safetyBackup
        self.evidence = evidence
        self.answersWhenDone = answersWhenDone
        self.failureSpoilsBackup = failureSpoilsBackup
    }
}
