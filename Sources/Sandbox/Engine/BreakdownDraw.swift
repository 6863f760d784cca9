/// Draws which automatic backups of a lively fleet fail, and where: one in ten.
struct BreakdownDraw: Sendable {
    private var random: SeededGenerator
    private var turn = 0
    private var unlucky = 0

    private static let share = 10
    private static let reasons = [
        "the storage went away", "the storage has no room left", "the connection to the storage was lost",
    ]

    init(seed: UInt64, system: SandboxSystem) {
        random = SeededGenerator(seed: seed, purpose: "breakdowns \(system.rawValue)")
    }

    /// What befalls the next one; `nil` for those that are well.
    mutating func next() -> BackupWork.Breakdown? {
        if turn % Self.share == 0 {
            unlucky = Int.random(in: 0 ..< Self.share, using: &random)
        }
        defer { turn += 1 }
        let fraction = Double.random(in: 0.1 ..< 0.7, using: &random)
        let reason = Self.reasons[Int.random(in: 0 ..< Self.reasons.count, using: &random)]
        return turn % Self.share == unlucky ? .init(fraction: fraction, reason: reason) : nil
    }
}
