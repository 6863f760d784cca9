/// When the lifecycle stream is opened again (wire sheet archon, section 4.5): after the base delay, which the service
/// may set and errors double up to a cap, spread by up to a second. For ever.
struct ArchonSyncPace {
    /// How a connection ended.
    enum End: Equatable {
        /// The service closed it in good order.
        case closed
        /// It broke or was refused; the service may say how long to stay away.
        case failed(retryAfter: Duration?)
        /// The service asked to begin anew.
        case reset
    }

    private static let cap = Duration.seconds(30)
    /// A service that asks for shorter waits is asked no more often than this.
    private static let shortest = Duration.seconds(1)

    private var base = Self.shortest
    private var delay = Self.shortest
    /// The connection before this one was reset and brought nothing since.
    private var wasReset = false

    /// The service set the base delay.
    mutating func setBase(_ wish: Duration) {
        base = min(max(wish, Self.shortest), Self.cap)
        delay = base
    }

    /// Something came: the next error is the first one.
    mutating func heard() {
        delay = base
        wasReset = false
    }

    /// The wait before the next attempt; `random` is from 0 (shortest) to 1.
    mutating func wait(after end: End, random: Double) -> Duration {
        let jitter = Duration.seconds(1) * min(max(random, 0), 1)
        switch end {
        case .closed:
            delay = base
            return base + jitter
        case let .failed(retryAfter):
            defer { delay = min(delay * 2, Self.cap) }
            return max(delay + jitter, retryAfter ?? .zero)
        case .reset:
            // At once, but not in a circle.
            defer { wasReset = true }
            return wasReset ? base + jitter : .zero
        }
    }
}
