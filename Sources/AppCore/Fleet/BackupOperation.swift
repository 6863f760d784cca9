public import BackupKit
public import FoundationEssentials

/// A piece of work on a backup that runs, or has just ended.
public struct BackupOperation: Equatable, Sendable {
    /// What is done to which backup.
    public let key: OperationKey
    /// The backup's name when the work was asked for here; nil when somebody else did.
    public internal(set) var title: String?
    /// Where the backup lives; nil until a list shows it.
    public internal(set) var location: LocationRef?
    /// The part of the work that runs, or ran last.
    public var phase: OperationPhase
    /// 0 to 1 within the phase; nil while the service has not told.
    public var fraction: Double?
    /// How far it has come; an ended one takes in no more events.
    public var state: OperationState
    /// When it began by the service's word, else when it was first seen here.
    public let startedAt: Date
    /// When something about it last changed.
    public var newsAt: Date
    /// When the service last said that it goes on, changed or not.
    var heardAt: Date
    /// How far apart its news have been.
    var gaps = NewsGaps()
    /// When its end was learned; nil while it is open.
    public var endedAt: Date?
    /// The smoothed rate within the phase.
    public var estimate: ProgressEstimate
    /// The server's event count when it ended: only a list asked for later may revive it.
    var endedSequence: Int?
    /// It has been shown long enough after its end and goes with the next list.
    var hasLingered: Bool
    /// When news of it were last taken to a list although it had ended; nil before the first time.
    var askedAt: Date?
    /// Lists in a row, asked for after its start, in which its backup was missing.
    var timesMissing: Int
    /// What the list said of this work before it was asked for here; the same words later prove nothing.
    var staleEvidence: OperationEnd?
    /// The service's number of this run, by which it can be cancelled; nil while or where it has none.
    public internal(set) var run: OperationRun.ID?
    /// Who asked for it: untrusted text; nil where the service does not tell.
    public internal(set) var initiator: String?
    /// Why it failed, in the service's words: untrusted text.
    public internal(set) var failure: String?
    /// Its request got no clear answer.
    var hasNoAnswer: Bool
    /// The service has answered a request that it answers only when the work is done.
    var isAnswered: Bool
    /// Lists in a row that only repeated the stale evidence.
    var timesStale: Int
    /// It was seen queued or running since it was asked for.
    public internal(set) var wasSeenActive: Bool
    /// The server's event count when it was opened: an older list knows nothing of it.
    let openedSequence: Int

    init(
        key: OperationKey,
        title: String? = nil,
        location: LocationRef? = nil,
        phase: OperationPhase,
        state: OperationState,
        at moment: Date,
        since began: Date? = nil,
        sequence: Int
    ) {
        self.key = key
        self.title = title
        self.location = location
        self.phase = phase
        self.state = state
        startedAt = min(began ?? moment, moment)
        newsAt = moment
        heardAt = moment
        estimate = ProgressEstimate()
        hasLingered = false
        timesMissing = 0
        timesStale = 0
        wasSeenActive = false
        isAnswered = false
        hasNoAnswer = false
        openedSequence = sequence
    }

    /// True until an end is known.
    public var isOpen: Bool {
        !state.hasEnded
    }

    /// Its request got no clear answer, and nothing has shown it at work since.
    public var isUnclear: Bool {
        hasNoAnswer && !wasSeenActive && isOpen
    }

    /// Seconds left in the phase; nil when it cannot be told.
    public var secondsLeft: Double? {
        guard isOpen, let fraction else { return nil }
        return estimate.secondsLeft(from: fraction)
    }

    /// True for an end that was known before the request and that nothing newer stands behind, or that is another
    /// run's.
    func repeatsStaleEvidence(_ end: OperationEnd) -> Bool {
        if let run, let other = end.run, run != other { return true }
        guard let stale = staleEvidence else { return false }
        if end.run != nil, end.run == stale.run, run == nil { return true }
        if end.endedAt != nil, end == stale { return true }
        // What does not say which run it is of may be of the one before, unless the work was seen since.
        return !wasSeenActive && end.state == stale.state
            && (end.run == nil || stale.run == nil || end.run == stale.run)
            && (end.endedAt == nil || stale.endedAt == nil || end.endedAt == stale.endedAt)
    }

    /// The run that a cancel names; nil where the service numbers none.
    public var cancellableRun: OperationRun? {
        run.map { OperationRun(backup: key.backup, kind: key.kind, id: $0) }
    }

    /// Takes in what an event or a list says. Answers whether anything changed; late, duplicate and backward news never
    /// do.
    mutating func apply(_ report: OperationReport, at moment: Date, sequence: Int) -> Bool {
        guard isOpen else { return false }
        run = report.run ?? run
        initiator = report.initiator ?? initiator
        switch report.state {
        case .queued, .running:
            return advance(to: report, at: moment)
        case .done, .failed, .cancelled, .unknown:
            failure = report.failure
            end(as: report.state, at: moment, sequence: sequence)
            return true
        }
    }

    /// The service says that the work goes on, without a word on how far it is.
    mutating func hearOfWork(at moment: Date) {
        guard isOpen else { return }
        wasSeenActive = true
        heardAt = moment
        if fraction == nil { gaps.note(moment) }
        timesStale = 0
        if state == .queued {
            state = .running
            newsAt = moment
        }
        if phase == .queued { phase = key.kind == .restore ? .extract : .archive }
    }

    mutating func end(as state: OperationState, at moment: Date, sequence: Int) {
        self.state = state
        if state == .done { fraction = 1 }
        newsAt = moment
        endedAt = moment
        endedSequence = sequence
    }

    /// A newer list tells of another end. The bar must not go on showing the old one.
    mutating func correct(to end: OperationState) {
        state = end
        fraction = end == .done ? 1 : nil
    }

    private mutating func advance(to report: OperationReport, at moment: Date) -> Bool {
        wasSeenActive = true
        heardAt = moment
        let hadFraction = fraction != nil
        guard report.phase.rank >= phase.rank, !(state == .running && report.state == .queued) else { return false }
        var hasChanged = false
        if report.phase != phase {
            phase = report.phase
            fraction = nil
            estimate = ProgressEstimate()
            hasChanged = true
        }
        if state != report.state {
            state = report.state
            hasChanged = true
        }
        // A number out of range is no fraction (wire sheet archon, section 4.3).
        if let new = report.fraction, (0 ... 1).contains(new), new > (fraction ?? -1) {
            fraction = new
            estimate.record(new, at: moment)
            hasChanged = true
        }
        if hasChanged { newsAt = moment }
        if hasChanged || !hadFraction { gaps.note(moment) }
        return hasChanged
    }
}

extension OperationPhase {
    /// Order in which phases follow one another; the ones that share a rank never occur in the same kind of work.
    var rank: Int {
        switch self {
        case .queued: 0
        case .stop: 1
        case .safety: 2
        case .transfer: 3
        case .archive, .extract: 4
        case .start: 5
        }
    }
}
