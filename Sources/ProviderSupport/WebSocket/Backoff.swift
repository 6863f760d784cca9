/// Growing waits between attempts: doubled each time up to a cap, each shortened by chance to between half and all of
/// it, for ever. Holds no clock and no randomness.
public struct Backoff: Hashable, Sendable {
    /// The first wait at its longest.
    public let first: Duration
    /// No wait is longer.
    public let cap: Duration
    private var ceiling: Duration

    /// Makes a row of waits; `first` must be positive.
    public init(first: Duration = .seconds(1), cap: Duration = .seconds(60)) {
        self.first = first
        self.cap = cap
        ceiling = min(first, cap)
    }

    /// The next wait. `random` is from 0 (shortest) to 1 (longest); values outside are clamped.
    public mutating func next(random: Double) -> Duration {
        let wait = Self.spread(ceiling, random: random)
        ceiling = min(ceiling * 2, cap)
        return wait
    }

    /// The longest wait there is, spread by chance.
    public func longest(random: Double) -> Duration {
        Self.spread(cap, random: random)
    }

    /// Begins anew, after something went well.
    public mutating func reset() {
        ceiling = min(first, cap)
    }

    private static func spread(_ duration: Duration, random: Double) -> Duration {
        duration * (0.5 + 0.5 * min(max(random, 0), 1))
    }
}
