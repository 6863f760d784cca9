/// When a client is warned of its token's end: in the last minute, each half minute (section 4.4).
struct TokenWarning {
    private let lead: Duration
    private var warnedAt: Duration?

    private static let longestLead = Duration.seconds(60)
    private static let gap = Duration.seconds(30)

    /// A token whose whole life is short is warned of at half of it.
    init(life: Duration) {
        lead = min(Self.longestLead, life / 2)
    }

    /// Whether to warn now that so much is left; takes note that it was done.
    mutating func isDue(_ left: Duration) -> Bool {
        guard left <= lead, warnedAt.map({ $0 - left >= Self.gap }) ?? true else { return false }
        warnedAt = left
        return true
    }
}
