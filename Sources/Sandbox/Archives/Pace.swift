/// Spreads a number of bytes over a time, and says when progress is worth telling.
struct Pace: Sendable {
    private let total: Int
    private let secondsPerByte: Double
    private let clock: ServiceClock
    private var done = 0
    private var debt = 0.0
    private var sinceReport = 0.0
    private var reported = 0.0

    /// Time slept at once; shorter sleeps would be longer than asked.
    private static let shortestSleep = 0.02
    /// Seconds between two reports, about eight a second.
    private static let reportInterval = 0.125
    /// A step worth a report however little time has passed.
    private static let reportStep = 0.25

    /// `duration` is what `total` bytes take at speed 1.
    init(total: Int, duration: Duration, clock: ServiceClock) {
        self.total = max(1, total)
        let (seconds, attoseconds) = duration.components
        secondsPerByte = (Double(seconds) + Double(attoseconds) / 1e18) / clock.speed / Double(self.total)
        self.clock = clock
    }

    /// Bytes to move at once so that progress stays smooth: a small part of the whole, moved in a second at most.
    var chunk: Int {
        max(1, min(max(64, total / 128), Int(min(Double(total), 1 / secondsPerByte))))
    }

    /// Accounts for `bytes` moved, waits their time, and gives the fraction (below 1) when it should be told.
    mutating func moved(_ bytes: Int) async throws -> Double? {
        done += bytes
        debt += Double(bytes) * secondsPerByte
        if debt >= Self.shortestSleep {
            try await clock.wait(.seconds(debt))
            sinceReport += debt
            debt = 0
        } else {
            try Task.checkCancellation()
        }
        let fraction = min(0.999, Double(done) / Double(total))
        guard sinceReport >= Self.reportInterval || fraction - reported >= Self.reportStep else { return nil }
        sinceReport = 0
        reported = fraction
        return fraction
    }
}
