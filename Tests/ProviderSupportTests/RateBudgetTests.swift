import FoundationEssentials
import ProviderSupport
import Testing

struct RateBudgetTests {
    private let date = Date(timeIntervalSince1970: 0)

    private func answer(_ status: Int = 200, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers)
    }

    @Test func aQuarterIsKeptForTheVisibleServer() {
        var budget = RateBudget(perMinute: 40)
        for second in 0 ..< 30 {
            #expect(budget.admit(.background, at: .seconds(second)) == .zero)
        }
        #expect(budget.admit(.background, at: .seconds(30)) == .seconds(30))
        for _ in 0 ..< 10 {
            #expect(budget.admit(.visible, at: .seconds(30)) == .zero)
        }
        #expect(budget.admit(.visible, at: .seconds(30)) > .zero)
        #expect(budget.admit(.mandatory, at: .seconds(30)) == .zero)
    }

    @Test func neverMoreThanTheBudgetInAnySixtySeconds() {
        var budget = RateBudget(perMinute: 12)
        var sent: [Duration] = []
        for tenth in 0 ..< 3000 {
            let now = Duration.milliseconds(tenth * 100)
            if budget.admit(.visible, at: now) == .zero { sent.append(now) }
        }
        for (index, time) in sent.enumerated() where index + 12 < sent.count {
            #expect(sent[index + 12] - time >= .seconds(60))
        }
        #expect(sent.count == 60)
    }

    @Test func theWaitThatIsNamedIsLongEnough() {
        var budget = RateBudget(perMinute: 4)
        for second in [0, 10, 20] {
            _ = budget.admit(.background, at: .seconds(second))
        }
        let wait = budget.admit(.background, at: .seconds(25))
        #expect(wait == .seconds(35))
        #expect(budget.admit(.background, at: .seconds(25) + wait) == .zero)
    }

    @Test func halfOfTheAnnouncedLimitIsUsed() {
        var budget = RateBudget(perMinute: 120)
        budget.record(answer(200, ["X-RateLimit-Limit": "10"]), at: .zero, date: date)
        #expect(budget.perMinute == 5)
        budget.record(answer(200, ["x-ratelimit-limit": "nonsense"]), at: .zero, date: date)
        #expect(budget.perMinute == 5)
    }

    @Test(arguments: [
        (["X-RateLimit-Reset": "1793000042", "Date": "Mon, 26 Oct 2026 07:33:20 GMT"], 42),
        (["X-RateLimit-Reset": "30"], 30),
        (["X-RateLimit-Reset": "12.5"], 13),
        (["X-RateLimit-Reset": "30", "Retry-After": "7"], 7),
        (["X-RateLimit-Reset": "1", "Date": "Mon, 26 Oct 2026 07:33:20 GMT"], 1),
        (["X-RateLimit-Reset": "1792999999", "Date": "Mon, 26 Oct 2026 07:33:20 GMT"], 5),
        (["X-RateLimit-Reset": "1793000042000"], 5),
        (["X-RateLimit-Reset": "0"], 5),
        (["X-RateLimit-Reset": "soon"], 5),
        (["X-RateLimit-Reset": "nan"], 5),
    ] as [(HTTPHeaders, Int)])
    func aRefusalLastsUntilTheLimitIsFullAgain(headers: HTTPHeaders, seconds: Int) {
        var budget = RateBudget(perMinute: 120)
        budget.record(answer(429, headers), at: .zero, date: date)
        #expect(budget.admit(.visible, at: .zero) == .seconds(seconds))
    }

    @Test func aResetIsComparedWithTheLocalClockWhereTheAnswerHasNone() {
        var budget = RateBudget(perMinute: 120)
        let now = Date(timeIntervalSince1970: 1_793_000_000)
        budget.record(answer(429, ["X-RateLimit-Reset": "1793000042"]), at: .seconds(5), date: now)
        #expect(budget.admit(.visible, at: .seconds(5)) == .seconds(42))
    }

    @Test func whereNothingRemainsReadsWaitForTheReset() {
        var budget = RateBudget(perMinute: 120)
        let spent: HTTPHeaders = ["X-RateLimit-Limit": "240", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "33"]
        budget.record(answer(200, spent), at: .zero, date: date)
        #expect(budget.admit(.visible, at: .zero) == .seconds(33))
        #expect(budget.admit(.background, at: .zero) == .seconds(33))
        #expect(budget.admit(.mandatory, at: .zero) == .zero)
        #expect(budget.admit(.visible, at: .seconds(33)) == .zero)
    }

    @Test func whereLittleRemainsTheBackgroundWaitsForTheResetAndNeverLongerThanAMinute() {
        for (reset, wait) in [("20", 20), ("3000", 60)] {
            var budget = RateBudget(perMinute: 120)
            let scarce: HTTPHeaders = [
                "X-RateLimit-Limit": "240", "X-RateLimit-Remaining": "9", "X-RateLimit-Reset": reset,
            ]
            budget.record(answer(200, scarce), at: .zero, date: date)
            #expect(budget.admit(.background, at: .zero) == .seconds(wait))
            #expect(budget.admit(.visible, at: .zero) == .zero)
        }
    }

    @Test(arguments: [-1, 0, 1, 2, 3])
    func theSmallestBudgetHasOneRequestForEachSide(perMinute: Int) {
        var budget = RateBudget(perMinute: perMinute)
        while budget.admit(.background, at: .zero) == .zero {}
        #expect(budget.admit(.visible, at: .zero) == .zero)
        budget = RateBudget(perMinute: 100)
        budget.record(answer(200, ["X-RateLimit-Limit": "\(perMinute * 2)"]), at: .zero, date: date)
        while budget.admit(.background, at: .zero) == .zero {}
        #expect(budget.admit(.visible, at: .zero) == .zero)
    }

    @Test func whatTheServiceAnnouncesCountsForMoreThanWhatIsAllowedLater() {
        var budget = RateBudget(perMinute: 10)
        budget.allow(perMinute: 20)
        #expect(budget.perMinute == 20)
        budget.record(answer(200, ["X-RateLimit-Limit": "60"]), at: .zero, date: date)
        budget.allow(perMinute: 500)
        #expect(budget.perMinute == 30)
    }

    @Test func aRefusalBlocksReadsForAsLongAsTheServiceWishes() {
        var budget = RateBudget(perMinute: 120)
        budget.record(answer(429, ["Retry-After": "17"]), at: .seconds(1), date: date)
        #expect(budget.admit(.visible, at: .seconds(2)) == .seconds(16))
        #expect(budget.admit(.mandatory, at: .seconds(2)) == .zero)
        #expect(budget.admit(.visible, at: .seconds(18)) == .zero)
    }

    @Test func refusalsWithoutAWishWaitFiveSecondsDoublingToSixty() {
        var budget = RateBudget(perMinute: 1000)
        var now = Duration.zero
        for expected in [5, 10, 20, 40, 60, 60] {
            budget.record(answer(429), at: now, date: date)
            #expect(budget.admit(.visible, at: now) == .seconds(expected))
            now += .seconds(expected)
        }
        budget.record(answer(), at: now, date: date)
        budget.record(answer(429), at: now, date: date)
        #expect(budget.admit(.visible, at: now) == .seconds(5))
    }

    @Test func anAlmostUsedUpAccountIsLeftToTheScreen() {
        var budget = RateBudget(perMinute: 120)
        let scarce: HTTPHeaders = ["X-RateLimit-Limit": "240", "X-RateLimit-Remaining": "20"]
        budget.record(answer(200, scarce), at: .zero, date: date)
        #expect(budget.admit(.background, at: .zero) == .seconds(15))
        #expect(budget.admit(.visible, at: .zero) == .zero)
        #expect(budget.admit(.background, at: .seconds(15)) == .zero)
    }
}
