public import FoundationEssentials
import Synchronization

/// The rate budget that all requests of one account share.
public actor AccountBudget {
    private var budget: RateBudget
    private nonisolated let visibleSubject = Mutex<String?>(nil)
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let now: @Sendable () -> Date
    private let patience: Duration

    /// Makes a full budget.
    ///
    /// - Parameters:
    ///   - perMinute: requests a minute while the service announces no limit.
    ///   - patience: the longest a request is held back; beyond it fails at once and says how long to wait.
    ///   - now: wall-clock time, for HTTP dates.
    public init(
        perMinute: Int,
        patience: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        budget = RateBudget(perMinute: perMinute)
        self.patience = patience
        self.clock = clock
        stopwatch = Stopwatch(clock)
        self.now = now
    }

    /// Sets how many requests a minute may be made while the service announces no limit.
    public func allow(perMinute: Int) {
        budget.allow(perMinute: perMinute)
    }

    /// Requests a minute that may be made in all, as announced or by default.
    public var perMinute: Int {
        budget.perMinute
    }

    /// Names the server on the screen, whose requests may use the kept quarter; nil for none. Takes effect at once, so
    /// that the last call counts.
    public nonisolated func show(_ subject: String?) {
        visibleSubject.withLock { $0 = subject }
    }

    /// Returns when the request may go; throws `overBudget` when that is further away than the patience.
    func admit(_ request: HTTPRequest) async throws(TransportError) {
        let start = stopwatch.elapsed
        while true {
            let wait = budget.admit(urgency(of: request), at: stopwatch.elapsed)
            if wait == .zero { return }
            if stopwatch.elapsed - start + wait > patience { throw .overBudget(retryAfter: wait) }
            do {
                try await clock.sleep(for: wait)
            } catch {
                throw .cancelled
            }
        }
    }

    /// Takes note of an answer.
    func record(_ response: HTTPResponse) {
        budget.record(response, at: stopwatch.elapsed, date: now())
    }

    private func urgency(of request: HTTPRequest) -> RateBudget.Urgency {
        guard request.method.isSafe, !request.isUrgent else { return .mandatory }
        // A request about no server in particular (a list of servers) is what the screen waits for.
        let isVisible = request.subject == nil || request.subject == visibleSubject.withLock { $0 }
        return isVisible ? .visible : .background
    }
}
