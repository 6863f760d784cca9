public import BackupKit
public import FoundationEssentials

/// A confirmed plan on its way: which step it is at, and what came of the steps before.
public struct PlanRun: Equatable, Sendable {
    /// Where a run stands. Each stage but the last waits for one fact.
    public enum Stage: Equatable, Sendable {
        /// Any key stops it.
        case cancelWindow(endsAt: Date, lastTick: Date)
        /// The server's lock is taken, and the plan goes into the journal.
        case beginning
        /// Re-check A, before anything was sent.
        case recheckBeforeAnything(Inspection.Request)
        /// The stop was sent; waiting for the service to tell that the server is down.
        case stopping(Stopping)
        /// The backup of the present state is being made.
        case securing(Securing)
        /// Re-check B, just before the request itself.
        case recheckBeforeAct(Inspection.Request)
        /// The request is on its way.
        case acting
        /// The requests of a bulk act, one after the other.
        case working
        /// The service works; waiting for evidence of the end.
        case observing(isCertain: Bool)
        /// The start was sent.
        case starting
        /// The workflow is over with this outcome and nothing was changed: the server is started again.
        case startingAgain(Outcome)
        case ended(Outcome)
    }

    /// What counts as a confirmed stop: a power event after our stop left, or readings where the service has them.
    public struct Stopping: Equatable, Sendable {
        /// The server's event count when the stop was sent: only a down event after it tells of this stop.
        var sequence: Int
        /// The service took the stop, or may have.
        public internal(set) var isAccepted: Bool
    }

    /// The backup of the present state on its way.
    public struct Securing: Equatable, Sendable {
        /// Its id; nil until an answer or a list tells it.
        public internal(set) var backup: Backup.ID?
        /// The answer came, whatever it was.
        var isAnswered: Bool
        /// When the service was last heard to be at it.
        var heardAt: Date
    }

    /// A start that may have happened unseen: the feed was lost, or a reading found the server up that may be old.
    struct StartDoubt: Equatable {
        /// Only what tells of a later moment settles it.
        var since: Date
        /// The restore has ended and nothing else is waited for.
        var isAwaited: Bool
    }

    /// The plan as it was confirmed.
    public let plan: Plan
    /// Where it stands.
    public internal(set) var stage: Stage
    /// How many of `plan.steps` are done.
    public internal(set) var stepsDone: Int
    /// Numbers the stages, so that a late deadline finds nothing.
    var serial: Int
    /// Readings made for the present re-check so far.
    var readings: Int
    /// Since when re-check B waits for a feed that is being opened to tell the power; nil where it need not.
    var powerAwaitedSince: Date?
    /// We stopped the server and have not started it since.
    var hasStopped: Bool
    /// Somebody started the server after it was confirmed as stopped and before its files were to be replaced: what it
    /// changed is in no backup.
    var hasRunSinceStop = false
    /// Somebody started the server while its files were being replaced.
    var ranMeanwhile: Bool
    /// Somebody may have started the server unseen while its files were being replaced; nil where nobody did.
    var doubt: StartDoubt?
    /// When the service took the restore; nil before.
    var acceptedAt: Date?
    /// What the service said instead of a clear answer: untrusted text.
    var unclearAnswer: String?
    /// Readings in a row that found the server as it was before, where nothing else tells of the end.
    var calmReadings: Int
    /// The lock is ours and the plan is in the journal.
    var hasBegun: Bool
    /// Where an earlier session left it; nil once it goes on, and for a plan of this session.
    var resumesAt: Resumption?
    /// How many lines the journal had of it when it was read; nil for a plan of this session.
    var linesRead: Int?
    /// An earlier session began it.
    var isResumed = false
    /// The backup of the present state, once it is whole.
    public internal(set) var safetyBackup: Backup.ID?
    /// When the server was stopped by this plan, by our clock.
    var stoppedAt: Date?
    /// When the safety backup was asked for, by our clock.
    var securedAt: Date?
    /// What came of each backup of a bulk act; nil for other acts.
    public internal(set) var bulk: BulkProgress?

    /// A plan that was confirmed at `now`; a light one has no cancel window.
    init(plan: Plan, now: Date) {
        self.plan = plan
        // However the plan came about, there is time to read and to press a key.
        let seconds = max(plan.cancelWindow, .seconds(3)) / .seconds(1)
        stage = plan.level == .light
            ? .beginning : .cancelWindow(endsAt: now.addingTimeInterval(seconds), lastTick: now)
        stepsDone = 0
        serial = 0
        readings = 0
        hasStopped = false
        ranMeanwhile = false
        calmReadings = 0
        hasBegun = false
    }

    /// True until it has an outcome.
    public var isActive: Bool {
        outcome == nil
    }

    /// How it ended; nil while it goes on.
    public var outcome: Outcome? {
        if case let .ended(outcome) = stage { return outcome }
        return nil
    }

    /// True while any key still stops it and nothing was sent.
    public var isInCancelWindow: Bool {
        if case .cancelWindow = stage { return true }
        return false
    }

    /// False where a restore succeeded and the server was not seen to run again, as the plan says it should.
    public var isWhole: Bool {
        stepsDone == plan.steps.count || !plan.steps.contains(.start)
    }

    /// Counts a step as done; of the re-checks the last one.
    mutating func did(_ step: Plan.Step) {
        if let index = plan.steps.lastIndex(of: step) { stepsDone = max(stepsDone, index + 1) }
    }

    /// The operation whose end decides a restore or a delete; nil for acts that are done when they are answered.
    public var operation: OperationKey? {
        plan.target.act.request.flatMap { MutationReducer.operationKey(of: $0) }
    }
}
