public import FoundationEssentials

/// A smoothed rate of progress within one phase, and the time left by it.
public struct ProgressEstimate: Equatable, Sendable {
    /// Share of the whole per second; nil until two different fractions were seen.
    public private(set) var fractionPerSecond: Double?
    private var lastFraction: Double?
    private var lastAt: Date?

    /// An estimate that has seen nothing yet.
    public init() {}

    /// Takes in a fraction seen at a moment. After a moment that goes back the distance is measured anew.
    public mutating func record(_ fraction: Double, at moment: Date) {
        guard let lastFraction, let lastAt, moment >= lastAt else {
            lastFraction = fraction
            lastAt = moment
            return
        }
        let seconds = moment.timeIntervalSince(lastAt)
        // Bursts of events say nothing about speed; wait until there is some distance between two samples.
        guard seconds >= 0.5, fraction > lastFraction else { return }
        let sample = (fraction - lastFraction) / seconds
        fractionPerSecond = fractionPerSecond.map { $0 * 0.7 + sample * 0.3 } ?? sample
        self.lastFraction = fraction
        self.lastAt = moment
    }

    /// Seconds until the phase is through; nil when it cannot be told.
    public func secondsLeft(from fraction: Double) -> Double? {
        guard let fractionPerSecond, fractionPerSecond > 0 else { return nil }
        return max(0, 1 - fraction) / fractionPerSecond
    }
}
