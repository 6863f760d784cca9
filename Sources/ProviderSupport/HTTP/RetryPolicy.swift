public import FoundationEssentials

/// Which requests are sent again by themselves, and after how long: GET and HEAD, a few times, close together.
/// Longer troubles are shown to the user instead, and the next poll is the retry.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at most, the first time included.
    public var attempts: Int
    /// The first wait without a wish of the service; doubled for each further one.
    public var firstWait: Duration
    /// The longest wait, a service's wish included; a longer wish is left to the caller.
    public var longestWait: Duration

    /// Makes a policy; `attempts` below 1 count as 1.
    public init(
        attempts: Int = 3,
        firstWait: Duration = .milliseconds(500),
        longestWait: Duration = .seconds(5)
    ) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// How long to wait before the request is sent again; nil when it must not be.
    ///
    /// - Parameters:
    ///   - attempt: how often it has been sent, from 1.
    ///   - random: 0 to 1, spreads clients that failed at the same moment.
    public func wait(
        after outcome: Result<HTTPResponse, TransportError>,
        of request: HTTPRequest,
        attempt: Int,
        now: Date,
        random: Double
    ) -> Duration? {
        guard request.method.isSafe, attempt < attempts else { return nil }
        switch outcome {
        case let .failure(error):
            return error.isTransient ? backoff(attempt, random) : nil
        case let .success(response):
            let wish = RetryAfter.wait(in: response.headers, now: now)
            if let wish, wish > longestWait { return nil }
            switch response.status {
            case 429: return wish
            case 408, 500, 502, 503, 504: return wish ?? backoff(attempt, random)
            default: return nil
            }
        }
    }

    private func backoff(_ attempt: Int, _ random: Double) -> Duration {
        var backoff = Backoff(first: firstWait, cap: longestWait)
        for _ in 1 ..< attempt {
            _ = backoff.next(random: 0)
        }
        return backoff.next(random: random)
    }
}
