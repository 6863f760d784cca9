import FoundationEssentials

/// How far apart the last news of a piece of work were: what silence is unusual is known by that.
struct NewsGaps: Equatable {
    private var last: Date?
    private var gaps: [Double] = []

    /// Only so many count.
    private static let limit = 10

    /// Silence that is never unusual, in seconds.
    private static let patience: Double = 120

    /// Something was heard. What comes in the same moment is one piece of news, and a clock that was set back begins
    /// anew.
    mutating func note(_ moment: Date) {
        defer { last = moment }
        guard let last, moment > last else { return }
        gaps.append(moment.timeIntervalSince(last))
        if gaps.count > Self.limit { gaps.removeFirst() }
    }

    /// The silence in seconds from which on work counts as stuck.
    var limit: Double {
        max(Self.patience, 4 * (Median.of(gaps) ?? 0))
    }
}
