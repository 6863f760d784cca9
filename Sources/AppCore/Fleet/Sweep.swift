public import BackupKit
public import FoundationEssentials

/// How the servers of a context are read one after the other, within its rate budget.
public struct Sweep: Equatable, Sendable {
    /// Requests a minute the account may make in all, as its service or its default says.
    var perMinute: Int
    /// How many lists make up the context, as last counted.
    var lists = 0
    /// Turns in a row that ended in a failure.
    var failuresInRow = 0
    /// When a server that is not there any more last made the list of servers doubtful.
    var doubtedAt: Date?
    /// The timer for the next turn is set.
    var isRunning = false
    /// The timer for the next feed is set.
    var isRamping = false
    /// Lists that may be asked for at once: what was not used of the last half minute. It makes a start quick.
    private var credit: Double
    private var creditAt: Date?

    /// Part of the budget that lists of servers nobody looks at may take: the rest is for what is on screen, for live
    /// feeds and for lists of servers.
    private static let share = 0.5
    /// Part of the budget that opening live feeds may take.
    private static let feedShare = 0.2

    init(perMinute: Int) {
        self.perMinute = perMinute
        credit = Self.mostCredit(perMinute)
    }

    private static func mostCredit(_ perMinute: Int) -> Double {
        Double(perMinute) * share / 2
    }

    /// A list is asked for at a moment.
    mutating func spend(at now: Date) {
        credit = max(0, available(at: now) - 1)
        creditAt = now
    }

    private func available(at now: Date) -> Double {
        let rested = max(0, creditAt.map { now.timeIntervalSince($0) } ?? 0)
        return min(Self.mostCredit(perMinute), credit + rested / shortestGap)
    }

    /// Shortest time between two turns that the budget allows, in seconds.
    var shortestGap: TimeInterval {
        60 / max(0.1, Double(perMinute) * Self.share)
    }

    /// Time between two live feeds being opened, in seconds: many at once would look like an attack.
    var feedGap: TimeInterval {
        max(0.3, 60 / max(0.1, Double(perMinute) * Self.feedShare))
    }

    /// The time in seconds that one turn through so many lists takes.
    ///
    /// - Parameter period: how often each of them should be read.
    func duration(lists: Int, period: TimeInterval) -> TimeInterval {
        max(period, Double(lists) * shortestGap)
    }

    /// Time until the next turn, in seconds; longer after failures, 60 s at most.
    ///
    /// - Parameter hasUnread: a list was never read in this session: it goes as soon as the budget allows.
    func gap(lists: Int, period: TimeInterval, hasUnread: Bool, at now: Date) -> TimeInterval {
        if hasUnread, failuresInRow == 0 { return available(at: now) >= 1 ? 0.1 : shortestGap }
        let usual = duration(lists: lists, period: period) / Double(max(1, lists))
        guard failuresInRow > 0 else { return usual }
        return max(usual, min(60, shortestGap * Double(1 << min(failuresInRow, 7))))
    }
}

extension AppState {
    /// How often a list of a context should be read when nothing runs, in seconds.
    func period(of context: Context.ID) -> TimeInterval {
        guard let news = fleet.contexts[context]?.capabilities.news else { return 30 }
        return (settings.refresh.map { max($0, news.minimumPoll) } ?? news.idlePoll) / .seconds(1)
    }

    /// Time between two readings of a context's list of servers, in seconds.
    func serverListTime(of context: Context.ID) -> TimeInterval {
        max(SweepReducer.serverListGap, period(of: context))
    }

    /// How often a context should be heard of when all is well, in seconds: with the list of servers at the latest.
    func readingTime(of context: Context.ID) -> TimeInterval {
        let isSwept = fleet.contexts[context]?.capabilities.news.listsWholeAccount == false
            && fleet.sweeps[context].map { $0.lists > 0 } == true
        return isSwept ? period(of: context) : serverListTime(of: context)
    }

    /// How long it takes until every list of a context has been read once, by its rate budget, in seconds.
    public func sweepTime(of context: Context.ID) -> TimeInterval {
        guard let news = fleet.contexts[context]?.capabilities.news, !news.listsWholeAccount,
              let sweep = fleet.sweeps[context] else { return readingTime(of: context) }
        let period = period(of: context)
        return sweep.duration(lists: sweep.lists, period: period)
    }
}

extension FleetState {
    /// Counts again how many lists make up a context.
    @discardableResult
    mutating func countLists(of context: Context.ID) -> Int {
        let count = listCount(of: context)
        if sweeps[context]?.lists != count { sweeps[context]?.lists = count }
        return count
    }

    private func listCount(of context: Context.ID) -> Int {
        serverOrder.reduce(0) { count, ref in
            guard ref.context == context, let server = servers[ref]?.server else { return count }
            return count + server.places.count
        }
    }
}
