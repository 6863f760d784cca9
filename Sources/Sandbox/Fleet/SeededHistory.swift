/// What the seeded backups of one server are like.
struct SeededHistory: Sendable {
    /// Backups of the active world; other worlds have one each, if this one has any.
    var count: Int
    /// Seconds since the newest was made.
    var newestAge = 3600.0 ... 28800.0
    /// One in sixteen failed: those whose place behind the newest leaves this remainder; `nil` where none did.
    var failedPlace: Int? = 3
    var newestFailed = false

    /// The same for every server.
    init(count: Int) {
        self.count = count
    }

    /// As a fate has it, on a plan with so many slots for the active world.
    init(of fate: ServerFate, count: Int, slots: Int, _ random: inout SeededGenerator) {
        self.count = count
        newestAge = 1200 ... 72000
        failedPlace = Int.random(in: 2 ..< 16, using: &random)
        switch fate {
        case .fresh: break
        case .late: newestAge = 2 * 86400 ... 5 * 86400
        case .failing:
            self.count = max(count, 3)
            newestAge = 900 ... 28800
            newestFailed = true
        case .never: self.count = 0
        case .shrunk:
            self.count = max(count, 5)
            failedPlace = nil
        case .full:
            self.count = slots
            failedPlace = nil
        }
    }

    /// Whether the backup at a place behind the newest failed.
    func hasFailed(at place: Int) -> Bool {
        newestFailed && place == 0 || place % 16 == failedPlace
    }
}
