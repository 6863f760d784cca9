import FoundationEssentials
import Synchronization

/// Counts one caller's requests in windows that begin with the first.
final class RequestLimiter: Sendable {
    private struct Window {
        var end: Date
        var used = 0
    }

    private let limit: Int
    /// Seconds.
    private let period: Double
    private let clock: ServiceClock
    private let window: Mutex<Window>

    /// `period` is in seconds at speed 1 and below; higher speeds shorten it.
    init(limit: Int, period: Double, clock: ServiceClock) {
        self.limit = limit
        self.period = period / max(1, clock.speed)
        self.clock = clock
        window = Mutex(Window(end: clock.unskewed))
    }

    /// Takes one request; gives the headers of its answer, and the seconds to wait where it is one too many.
    func take() -> (headers: [(name: String, value: String)], wait: Int?) {
        let now = clock.unskewed
        let (left, end) = window.withLock { window in
            if now >= window.end {
                window = Window(end: now.addingTimeInterval(period))
            }
            window.used += 1
            return (limit - window.used, window.end)
        }
        let headers = [("X-RateLimit-Limit", String(limit)), ("X-RateLimit-Remaining", String(max(0, left)))]
        guard left < 0 else { return (headers, nil) }
        let wait = max(1, Int(end.timeIntervalSince(now).rounded(.up)))
        let reset = Int(clock.now.timeIntervalSince1970) + wait
        return (headers + [("Retry-After", String(wait)), ("X-RateLimit-Reset", String(reset))], wait)
    }
}
