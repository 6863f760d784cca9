public import BackupKit
public import FoundationEssentials

/// An archive that comes in, or came in moments ago.
public struct Transfer: Equatable, Sendable {
    /// How far it has come.
    public enum State: Equatable, Sendable {
        case running
        case done(DownloadReceipt)
        case failed(String)
        case cancelled
    }

    /// The backup, as it was when the download began.
    public let backup: Backup
    /// Where the backup lives.
    public let location: LocationRef
    /// When it began.
    public let startedAt: Date
    /// When something last came in.
    public internal(set) var newsAt: Date
    /// When it ended; nil while it runs.
    public internal(set) var endedAt: Date?
    /// Bytes that are there.
    public internal(set) var received: Int64
    /// Bytes of the whole; nil where nothing tells.
    public internal(set) var total: Int64?
    /// How far it has come.
    public internal(set) var state: State
    /// The smoothed rate, in fractions of the whole.
    public internal(set) var estimate: ProgressEstimate

    init(backup: Backup, location: LocationRef, at moment: Date) {
        self.backup = backup
        self.location = location
        startedAt = moment
        newsAt = moment
        received = 0
        total = backup.size
        state = .running
        estimate = ProgressEstimate()
    }

    /// True while bytes come in.
    public var isRunning: Bool {
        state == .running
    }

    /// 0 to 1; nil where the size is not known.
    public var fraction: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, Double(received) / Double(total))
    }
}

/// What comparing a downloaded file with the service's checksum showed.
public enum Verification: Equatable, Sendable {
    case running
    /// The file is what the service has.
    case matches(at: Date)
    /// It is not, or it could not be read: why, in words for the user.
    case differs(String)
}
