public import FoundationEssentials

/// Sends GET and HEAD again after passing troubles, as its policy says; anything else exactly once.
public struct RetryingHTTPTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let random: @Sendable () -> Double

    /// Wraps a transport. `now` tells the wall-clock time for HTTP dates, `random` a number from 0 to 1.
    public init(
        _ base: any HTTPTransport,
        policy: RetryPolicy = RetryPolicy(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0 ... 1) }
    ) {
        self.base = base
        self.policy = policy
        self.clock = clock
        self.now = now
        self.random = random
    }

    /// Answers the first good or final outcome.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        var attempt = 1
        while true {
            let outcome = await outcome(of: request)
            guard let wait = policy.wait(
                after: outcome, of: request, attempt: attempt, now: now(), random: random()
            ) else { return try outcome.get() }
            do {
                try await clock.sleep(for: wait)
            } catch {
                throw .cancelled
            }
            attempt += 1
        }
    }

    private func outcome(of request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
        do {
            return try await .success(base.send(request))
        } catch {
            return .failure(error)
        }
    }
}
