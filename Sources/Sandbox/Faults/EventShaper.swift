/// Loses, doubles and swaps a live channel's frames as a fault orders.
struct EventShaper<Frame> {
    private var random: SeededGenerator
    /// A frame that a fault lets its follower overtake.
    private var delayed: Frame?

    init(random: SeededGenerator) {
        self.random = random
    }

    /// What to send now that `frame` is due.
    mutating func shape(_ frame: Frame, by shape: EventShape?) -> [Frame] {
        guard let shape else { return [frame] + flush() }
        if chance(shape.lose) {
            return []
        }
        if delayed == nil, chance(shape.reorder) {
            delayed = frame
            return []
        }
        return (chance(shape.double) ? [frame, frame] : [frame]) + flush()
    }

    private mutating func flush() -> [Frame] {
        defer { delayed = nil }
        return delayed.map { [$0] } ?? []
    }

    private mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0 ..< 1, using: &random) < probability
    }
}
