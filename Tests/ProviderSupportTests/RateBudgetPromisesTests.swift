import FoundationEssentials
import ProviderSupport
import Testing
import TestSupport

/// What the budget promises, held against random mixes of requests over a virtual clock.
struct RateBudgetPromisesTests {
    private typealias Urgency = RateBudget.Urgency

    /// Everything that was let through, to be counted independently of the budget.
    private struct Log {
        var sent: [(at: Duration, urgency: Urgency)] = []

        /// Those of the last 60 seconds.
        func recent(at now: Duration, _ isCounted: (Urgency) -> Bool = { _ in true }) -> Int {
            sent.count { $0.at + .seconds(60) > now && isCounted($0.urgency) }
        }
    }

    /// A step of time: bursts, pauses, and now and then exactly a window.
    private func step(_ random: inout SeededGenerator) -> Duration {
        switch Int.random(in: 0 ..< 20, using: &random) {
        case 0 ..< 9: .zero
        case 9 ..< 18: .milliseconds(Int.random(in: 1 ..< 4000, using: &random))
        case 18: .seconds(60)
        default: .seconds(Int.random(in: 20 ..< 90, using: &random))
        }
    }

    private func urgency(_ random: inout SeededGenerator, crowd: Int, acts: Bool) -> Urgency {
        let number = Int.random(in: 0 ..< 20, using: &random)
        if acts, number == 19 { return .mandatory }
        return number < crowd ? .background : .visible
    }

    @Test(arguments: 0 ..< 60)
    func theVisibleServerHasItsQuarterWhateverTheBackgroundDoes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var budget = RateBudget(perMinute: Int.random(in: 1 ... 60, using: &random))
        let (crowd, acts) = (Int.random(in: 5 ... 18, using: &random), Bool.random(using: &random))
        var (log, now) = (Log(), Duration.zero)
        for _ in 0 ..< 400 {
            now += step(&random)
            let urgency = urgency(&random, crowd: crowd, acts: acts)
            let own = log.recent(at: now) { $0 != .background }
            let before = budget
            let wait = budget.admit(urgency, at: now)
            if urgency == .visible, own < budget.kept {
                #expect(wait == .zero, "\(own) of \(budget.kept) kept requests were used")
            }
            if urgency == .mandatory { #expect(wait == .zero) }
            if wait == .zero {
                log.sent.append((now, urgency))
            } else {
                #expect(budget.perMinute == before.perMinute)
                expect(wait, isExact: budget, urgency, now)
            }
            let all = log.recent(at: now)
            let ofActs = log.recent(at: now) { $0 == .mandatory }
            let ofBackground = log.recent(at: now) { $0 == .background }
            #expect(all <= budget.perMinute || ofActs > 0)
            #expect(ofBackground <= budget.perMinute - budget.kept)
        }
        #expect(log.sent.contains { $0.urgency == .background })
        #expect(log.sent.contains { $0.urgency == .visible })
    }

    /// Acts come on top of the budget, but what they use nobody else may use.
    @Test(arguments: 0 ..< 40)
    func nothingIsLetThroughBeyondTheBudgetUnlessItIsAnAct(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var budget = RateBudget(perMinute: Int.random(in: 1 ... 60, using: &random))
        var (log, now) = (Log(), Duration.zero)
        for _ in 0 ..< 400 {
            now += step(&random)
            if Int.random(in: 0 ..< 12, using: &random) == 0 {
                let limit = "\(Int.random(in: 1 ... 150, using: &random))"
                budget.record(
                    HTTPResponse(status: 200, headers: ["X-RateLimit-Limit": limit]),
                    at: now, date: Date(timeIntervalSince1970: 0)
                )
            }
            let urgency = urgency(&random, crowd: 10, acts: true)
            let before = log.recent(at: now)
            let wait = budget.admit(urgency, at: now)
            if urgency == .mandatory { #expect(wait == .zero) }
            if wait == .zero {
                if urgency != .mandatory { #expect(before < budget.perMinute) }
                log.sent.append((now, urgency))
            } else {
                #expect(before >= budget.perMinute - (urgency == .background ? budget.kept : 0))
                expect(wait, isExact: budget, urgency, now)
            }
        }
    }

    /// After the wait that is named the request goes, and not a moment earlier.
    private func expect(_ wait: Duration, isExact budget: RateBudget, _ urgency: Urgency, _ now: Duration) {
        var (later, earlier) = (budget, budget)
        #expect(later.admit(urgency, at: now + wait) == .zero)
        #expect(earlier.admit(urgency, at: now + wait - .nanoseconds(1)) == .nanoseconds(1))
    }
}
