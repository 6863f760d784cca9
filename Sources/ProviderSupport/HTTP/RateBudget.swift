public import FoundationEssentials

/// How many requests an account may still make, counted over the last 60 seconds. A pure value: times are durations
/// since any fixed start.
///
/// The budget is half of what the service announces (`X-RateLimit-Limit`, per minute), since people and other programs
/// use the account too; a default where it announces nothing. A quarter of the budget, at least one request, is kept
/// for the visible server.
public struct RateBudget: Hashable, Sendable {
    /// How much a request matters.
    public enum Urgency: Hashable, Sendable {
        /// Servers that are not on the screen.
        case background
        /// The server on the screen.
        case visible
        /// A request that changes something, or that an act of the user waits for: counted, but never held back.
        case mandatory
    }

    /// Requests a minute that may be made in all; at least 2, so that there is one for each side.
    public private(set) var perMinute: Int
    private var isAnnounced = false
    private var sentAt: [Duration] = []
    private var blockedUntil: Duration?
    private var isScarceUntil: Duration?
    private var refusals = Backoff(first: .seconds(5), cap: .seconds(60))

    private static let window = Duration.seconds(60)
    private static let least = 2

    /// Makes a full budget of `perMinute` requests until the service announces a limit.
    public init(perMinute: Int) {
        self.perMinute = max(Self.least, perMinute)
    }

    /// Sets how many requests a minute may be made while the service announces no limit. Those of the last minute still
    /// count.
    public mutating func allow(perMinute: Int) {
        guard !isAnnounced else { return }
        self.perMinute = max(Self.least, perMinute)
    }

    /// Requests a minute that are kept for the visible server.
    public var kept: Int {
        max(1, perMinute / 4)
    }

    /// Zero when the request may go now, and it is counted; else the time after which to ask again.
    public mutating func admit(_ urgency: Urgency, at now: Duration) -> Duration {
        sentAt.removeAll { $0 + Self.window <= now }
        guard urgency != .mandatory else {
            sentAt.append(now)
            return .zero
        }
        if let blockedUntil, blockedUntil > now { return blockedUntil - now }
        if urgency == .background, let isScarceUntil, isScarceUntil > now { return isScarceUntil - now }
        let allowed = allowance(of: urgency)
        guard sentAt.count >= allowed else {
            sentAt.append(now)
            return .zero
        }
        // The request that has to leave the window before this one fits in.
        return sentAt[sentAt.count - allowed] + Self.window - now
    }

    /// Takes note of an answer: the announced limit, what remains of it and until when, and refusals.
    public mutating func record(_ response: HTTPResponse, at now: Duration, date: Date) {
        let limit = Self.number("X-RateLimit-Limit", in: response.headers)
        if let limit, limit > 0 {
            perMinute = max(Self.least, limit / 2)
            isAnnounced = true
        }
        let wish = RetryAfter.wait(in: response.headers, now: date)
        let reset = RetryAfter.untilReset(in: response.headers, now: date)
        if response.status == 429 {
            block(until: now + (wish ?? reset ?? refusals.next(random: 1)))
            return
        }
        refusals.reset()
        if response.status == 503, let wish { block(until: now + wish) }
        guard let remaining = Self.number("X-RateLimit-Remaining", in: response.headers) else { return }
        // Nothing remains: whatever is sent before then is refused.
        if remaining <= 0, let reset { block(until: now + reset) }
        // Somebody else uses the account up: leave the rest to what is on the screen and to the user's own acts.
        let isScarce = remaining <= (limit ?? perMinute * 2) / 8
        isScarceUntil = isScarce ? now + min(reset ?? Self.window / 4, Self.window) : nil
    }

    private mutating func block(until time: Duration) {
        blockedUntil = max(blockedUntil ?? .zero, time)
    }

    private func allowance(of urgency: Urgency) -> Int {
        urgency == .background ? perMinute - kept : perMinute
    }

    private static func number(_ name: String, in headers: HTTPHeaders) -> Int? {
        headers[name].flatMap { Int($0) }
    }
}
