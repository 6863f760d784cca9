import Synchronization

/// A clock that moves only when a test says so. Safe to share between tasks.
///
/// The usual pattern: start the code under test, `await clock.waitForSleepers()`, then `clock.advance(by:)`.
public final class ManualClock: Clock, Sendable {
    /// A point on the manual time line, counted from the clock's creation.
    public struct Instant: InstantProtocol {
        /// Time since the clock was made.
        public let offset: Duration

        /// Makes an instant at `offset` from the clock's creation.
        public init(offset: Duration) {
            self.offset = offset
        }

        /// The instant `duration` later.
        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        /// The time from this instant to `other`, negative when `other` is earlier.
        public func duration(to other: Instant) -> Duration {
            other.offset - offset
        }

        /// Earlier instants come first.
        public static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private enum Condition {
        case sleepers(atLeast: Int)
        case wakeUp(in: Duration)
    }

    private struct Watcher {
        let condition: Condition
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [Int: Watcher] = [:]

        mutating func makeID() -> Int {
            nextID += 1
            return nextID
        }

        mutating func takeDueSleepers() -> [Sleeper] {
            let due = sleepers.filter { $0.value.deadline <= now }
            for id in due.keys {
                sleepers[id] = nil
            }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }

        var timeToNextWakeUp: Duration? {
            sleepers.values.map(\.deadline).min().map { now.duration(to: $0) }
        }

        func holds(_ condition: Condition) -> Bool {
            switch condition {
            case let .sleepers(count): sleepers.count >= count
            case let .wakeUp(duration): timeToNextWakeUp == duration
            }
        }

        mutating func takeSatisfiedWatchers() -> [Watcher] {
            let satisfied = watchers.filter { holds($0.value.condition) }
            for id in satisfied.keys {
                watchers[id] = nil
            }
            return Array(satisfied.values)
        }
    }

    private let state = Mutex(State())

    /// Makes a clock that stands at zero.
    public init() {}

    /// The instant the clock stands at.
    public var now: Instant {
        state.withLock { $0.now }
    }

    /// Manual time is exact.
    public var minimumResolution: Duration {
        .zero
    }

    /// How many tasks sleep on this clock right now.
    public var sleepers: Int {
        state.withLock { $0.sleepers.count }
    }

    /// The time until the earliest sleeper wakes, or nil when nobody sleeps.
    public var timeToNextWakeUp: Duration? {
        state.withLock { $0.timeToNextWakeUp }
    }

    /// Sleeps until the clock has been advanced to `deadline`; throws `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { $0.makeID() }
        let reached = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                // The cancellation is looked at under the lock: the handler either finds the sleeper or ran before.
                let answer: (now: Bool?, watchers: [Watcher]) = state.withLock { state in
                    if Task.isCancelled { return (false, []) }
                    if deadline <= state.now { return (true, []) }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return (nil, state.takeSatisfiedWatchers())
                }
                if let now = answer.now { continuation.resume(returning: now) }
                answer.watchers.forEach { $0.continuation.resume() }
            }
        } onCancel: {
            let (sleeper, watchers) = state.withLock { state in
                (state.sleepers.removeValue(forKey: id), state.takeSatisfiedWatchers())
            }
            sleeper?.continuation.resume(returning: false)
            watchers.forEach { $0.continuation.resume() }
        }
        guard reached else { throw CancellationError() }
    }

    /// Moves the clock forward and wakes, in order of their deadlines, everyone whose deadline has come.
    /// `duration` must not be negative.
    public func advance(by duration: Duration) {
        precondition(duration >= .zero, "a clock never goes back")
        wake { state in
            state.now = state.now.advanced(by: duration)
        }
    }

    /// Moves the clock exactly to the earliest sleeper's deadline; false when nobody sleeps.
    @discardableResult
    public func advanceToNextWakeUp() -> Bool {
        wake { state in
            guard let next = state.sleepers.values.map(\.deadline).min() else { return }
            state.now = max(state.now, next)
        }
    }

    /// Returns as soon as at least `count` tasks sleep on this clock, or when the waiting task is cancelled.
    public func waitForSleepers(atLeast count: Int = 1) async {
        await wait(until: .sleepers(atLeast: count))
    }

    /// Returns as soon as the earliest sleeper wakes in exactly `duration`, however many timers come and go before,
    /// or when the waiting task is cancelled.
    public func waitForWakeUp(in duration: Duration) async {
        await wait(until: .wakeUp(in: duration))
    }

    /// Changes the time and wakes whoever's deadline has come; false when nobody's has.
    @discardableResult
    private func wake(after move: (inout State) -> Void) -> Bool {
        let (due, watchers) = state.withLock { state in
            move(&state)
            return (state.takeDueSleepers(), state.takeSatisfiedWatchers())
        }
        due.forEach { $0.continuation.resume(returning: true) }
        watchers.forEach { $0.continuation.resume() }
        return !due.isEmpty
    }

    private func wait(until condition: Condition) async {
        let id = state.withLock { $0.makeID() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let satisfied = state.withLock { state in
                    if Task.isCancelled || state.holds(condition) { return true }
                    state.watchers[id] = Watcher(condition: condition, continuation: continuation)
                    return false
                }
                if satisfied { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: id) }?.continuation.resume()
        }
    }
}
