import FoundationEssentials
import ProviderSupport
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct TransportChainTests {
    private let base: BaseURL
    private let stub = StubTransport()
    private let clock = ManualClock()

    init() throws {
        base = try BaseURL("https://example")
    }

    private func request(_ method: HTTPMethod = .get, about subject: String? = nil) -> HTTPRequest {
        HTTPRequest(method, base, path: ["x"], subject: subject)
    }

    private func retrying(_ policy: RetryPolicy = RetryPolicy()) -> RetryingHTTPTransport {
        RetryingHTTPTransport(
            stub, policy: policy, clock: clock, now: { Date(timeIntervalSince1970: 0) }, random: { 1 }
        )
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func aReadOnlyTransportLetsNothingThroughThatWrites(method: HTTPMethod) async {
        let readOnly = ReadOnlyHTTPTransport(stub)
        await #expect(throws: TransportError.notReadOnly(method)) { try await readOnly.send(request(method)) }
        #expect(stub.requests.isEmpty)
    }

    @Test func aReadOnlyTransportLetsReadsThrough() async throws {
        stub.on(.get, "/x", .status(204))
        stub.on(.head, "/x", .status(200))
        let readOnly = ReadOnlyHTTPTransport(stub)
        #expect(try await readOnly.send(request(.get)).status == 204)
        #expect(try await readOnly.send(request(.head)).status == 200)
    }

    @Test func aGetIsSentAgainAfterAPassingTrouble() async throws {
        stub.on(.get, "/x", .status(503), .failure(.connectionClosed), .status(200))
        let answer = Task { try await retrying().send(request()) }
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .milliseconds(500))
        clock.advanceToNextWakeUp()
        await stub.waitForRequests(atLeast: 2)
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .seconds(1))
        clock.advanceToNextWakeUp()
        #expect(try await answer.value.status == 200)
        #expect(stub.requests.count == 3)
    }

    @Test func theLastAnswerIsGivenWhenNoneIsGood() async throws {
        stub.on(.get, "/x", .status(502))
        let answer = Task { try await retrying(RetryPolicy(attempts: 2)).send(request()) }
        await clock.waitForSleepers()
        clock.advanceToNextWakeUp()
        #expect(try await answer.value.status == 502)
        #expect(stub.requests.count == 2)
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func whatWritesIsNeverSentAgain(method: HTTPMethod) async throws {
        stub.on(method, "/x", .status(503, headers: ["Retry-After": "1"]))
        #expect(try await retrying().send(request(method)).status == 503)
        stub.replace(method, "/x", .failure(.connectionClosed))
        await #expect(throws: TransportError.connectionClosed) { try await retrying().send(request(method)) }
        #expect(stub.requests.count == 2)
    }

    @Test(arguments: [200, 204, 301, 400, 401, 403, 404, 409, 410, 501])
    func finalAnswersAreNotAskedForAgain(status: Int) async throws {
        stub.on(.get, "/x", .status(status))
        #expect(try await retrying().send(request()).status == status)
        #expect(stub.requests.count == 1)
    }

    @Test func aShortWishOfTheServiceIsObeyedALongOneIsLeftToTheCaller() async throws {
        stub.on(.get, "/x", .status(429, headers: ["Retry-After": "4"]), .status(200))
        let answer = Task { try await retrying().send(request()) }
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .seconds(4))
        clock.advanceToNextWakeUp()
        #expect(try await answer.value.status == 200)
        stub.replace(.get, "/x", .status(429, headers: ["Retry-After": "60"]))
        #expect(try await retrying().send(request()).status == 429)
        stub.replace(.get, "/x", .status(429))
        #expect(try await retrying().send(request()).status == 429)
        #expect(stub.requests.count == 4)
    }

    @Test func aCertificateIsNotTriedTwice() async {
        stub.on(.get, "/x", .failure(.tls("expired")))
        await #expect(throws: TransportError.tls("expired")) { try await retrying().send(request()) }
        #expect(stub.requests.count == 1)
    }

    @Test func cancellationEndsTheWaitForARetry() async {
        stub.on(.get, "/x", .status(503))
        let answer = Task { try await retrying().send(request()) }
        await clock.waitForSleepers()
        answer.cancel()
        await #expect(throws: TransportError.cancelled) { try await answer.value }
        #expect(stub.requests.count == 1)
    }

    @Test func aSpentBudgetHoldsTheNextRequestBack() async throws {
        stub.on(.get, "/x", .status(200))
        stub.on(.post, "/x", .status(200))
        let budget = AccountBudget(perMinute: 4, clock: clock)
        let budgeted = BudgetedHTTPTransport(stub, budget: budget)
        budget.show("seen")
        for _ in 1 ... 3 {
            _ = try await budgeted.send(request(about: "other"))
        }
        let held = Task { try await budgeted.send(request(about: "other")) }
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .seconds(60))
        _ = try await budgeted.send(request(about: "seen"))
        _ = try await budgeted.send(request(.post))
        #expect(stub.requests.count == 5)
        clock.advanceToNextWakeUp()
        #expect(try await held.value.status == 200)
    }

    /// A rule for one kind of request, with numbers and waits of its own, must not stop every other one.
    @Test func aRequestWithALimitOfItsOwnSaysNothingOfTheAccounts() async throws {
        stub.on(.get, "/x", .status(200))
        stub.on(.post, "/x", .status(429, headers: ["Retry-After": "598", "X-RateLimit-Limit": "3"]))
        let budgeted = BudgetedHTTPTransport(stub, budget: AccountBudget(perMinute: 100, clock: clock))
        var throttled = request(.post)
        throttled.hasOwnLimit = true
        #expect(try await budgeted.send(throttled).status == 429)
        for _ in 1 ... 50 {
            #expect(try await budgeted.send(request()).status == 200)
        }
    }

    @Test func anActOfTheUserIsCountedButNeverHeldBack() async throws {
        stub.on(.get, "/x", .status(200))
        let budget = AccountBudget(perMinute: 4, clock: clock)
        let budgeted = BudgetedHTTPTransport(stub, budget: budget)
        budget.show("seen")
        var urgent = request(about: "other")
        urgent.isUrgent = true
        for _ in 1 ... 10 {
            _ = try await budgeted.send(urgent)
        }
        let held = Task { try await budgeted.send(request(about: "seen")) }
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .seconds(60), "acts use the budget up")
        clock.advanceToNextWakeUp()
        _ = try await held.value
    }

    @Test func anActOfTheUserPassesARefusal() async throws {
        stub.on(.get, "/x", .status(429, headers: ["Retry-After": "50"]), .status(200))
        let budgeted = BudgetedHTTPTransport(stub, budget: AccountBudget(perMinute: 100, clock: clock))
        _ = try await budgeted.send(request())
        var urgent = request(about: "other")
        urgent.isUrgent = true
        #expect(try await budgeted.send(urgent).status == 200)
    }

    @Test func aCrowdInTheBackgroundNeverHoldsTheVisibleServerUp() async throws {
        stub.on(.get, "/x", .status(200))
        let budget = AccountBudget(perMinute: 40, patience: .seconds(600), clock: clock)
        let budgeted = BudgetedHTTPTransport(stub, budget: budget)
        budget.show("seen")
        let crowd = (0 ..< 90).map { number in
            Task { try await budgeted.send(request(about: "other \(number)")) }
        }
        for minute in 1 ... 3 {
            await stub.waitForRequests(atLeast: minute * 40 - 10)
            // The clock stands: whoever had to wait would wait for ever.
            for _ in 1 ... 10 {
                _ = try await budgeted.send(request(about: "seen"))
            }
            #expect(stub.requests.count == minute * 40)
            if minute < 3 {
                await clock.waitForSleepers(atLeast: 90 - minute * 30)
                clock.advance(by: .seconds(60))
            }
        }
        for task in crowd {
            _ = try await task.value
        }
    }

    @Test func theServerThatIsLookedAtChangesAtOnce() async throws {
        stub.on(.get, "/x", .status(200))
        let budget = AccountBudget(perMinute: 4, clock: clock)
        let budgeted = BudgetedHTTPTransport(stub, budget: budget)
        budget.show("first")
        for _ in 1 ... 3 {
            _ = try await budgeted.send(request(about: "second"))
        }
        budget.show("second")
        _ = try await budgeted.send(request(about: "second"))
        budget.show(nil)
        let held = Task { try await budgeted.send(request(about: "second")) }
        await clock.waitForSleepers()
        held.cancel()
        await #expect(throws: TransportError.cancelled) { try await held.value }
        #expect(stub.requests.count == 4)
    }

    @Test func aNewAllowanceForgetsNoRequest() async throws {
        stub.on(.get, "/x", .status(200))
        let budget = AccountBudget(perMinute: 4, clock: clock)
        let budgeted = BudgetedHTTPTransport(stub, budget: budget)
        for _ in 1 ... 4 {
            _ = try await budgeted.send(request())
        }
        await budget.allow(perMinute: 5)
        _ = try await budgeted.send(request())
        let held = Task { try await budgeted.send(request()) }
        await clock.waitForSleepers()
        #expect(stub.requests.count == 5)
        held.cancel()
        _ = await held.result
    }

    @Test func aWaitBeyondPatienceFailsAtOnceAndSaysHowLong() async throws {
        stub.on(.get, "/x", .status(429, headers: ["Retry-After": "300"]))
        let budgeted = BudgetedHTTPTransport(stub, budget: AccountBudget(perMinute: 100, clock: clock))
        #expect(try await budgeted.send(request()).status == 429)
        clock.advance(by: .seconds(100))
        await #expect(throws: TransportError.overBudget(retryAfter: .seconds(200))) {
            try await budgeted.send(request())
        }
        #expect(stub.requests.count == 1)
    }
}
