import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct LiveSessionTests {
    private let sockets = StubWebSocketTransport()
    private let clock = ManualClock()

    private func channel(_ change: (inout ProbeChannel) -> Void = { _ in }) throws -> ProbeChannel {
        var channel = try ProbeChannel(base: BaseURL("https://panel.example"))
        change(&channel)
        return channel
    }

    private func events(_ channel: ProbeChannel) -> AsyncStream<ProviderEvent> {
        LiveSession.events(of: channel, over: sockets, clock: clock, random: { 1 })
    }

    /// The time until the only sleeper wakes.
    private func onlyWait() async -> Duration? {
        await clock.waitForSleepers()
        #expect(clock.sleepers == 1)
        return clock.timeToNextWakeUp
    }

    private func isDown(_ event: ProviderEvent?, _ code: ProviderError.Code, _ words: String = "") -> Bool {
        guard case let .disconnected(error) = event else { return false }
        return error.code == code && error.message.contains(words)
    }

    private let refusal = ProviderError(.rateLimited, "too many")

    // MARK: Renewal

    @Test func credentialsAreRenewedOnTheOpenSocketBeforeTheyEnd() async throws {
        let channel = try channel { $0.renewsAfter = .seconds(480) }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        for number in 2 ... 4 {
            #expect(await onlyWait() == .seconds(480))
            clock.advanceToNextWakeUp()
            #expect(await socket.waitForSent(atLeast: number).last == "auth jwt-\(number)")
            socket.receive("while it is renewed")
            socket.receive("ok")
            socket.receive("after")
            #expect(await events.next() == .unrecognised("\(number * 2 - 3) while it is renewed"))
            #expect(await events.next() == .unrecognised("\(number * 2 - 2) after"), "the feed was never down")
        }
        #expect(sockets.accepted == 1)
        #expect(channel.asked.value == 4)
    }

    @Test func withoutATimeOfItsOwnRenewalIsLeftToTheService() async throws {
        let channel = try channel()
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        socket.receive("news")
        #expect(await events.next() == .connected)
        #expect(await events.next() == .unrecognised("1 news"))
        #expect(clock.sleepers == 0)
        socket.receive("expiring")
        #expect(await socket.waitForSent(atLeast: 2).last == "auth jwt-2")
        socket.receive("ok")
        socket.receive("news")
        #expect(await events.next() == .unrecognised("2 news"))
    }

    @Test func aRenewalThatFailsIsTriedAgainWhileTheFeedStaysUp() async throws {
        let channel = try channel {
            $0.renewsAfter = .seconds(480)
            $0.failures = [2: refusal, 3: refusal]
        }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        #expect(await onlyWait() == .seconds(480))
        clock.advanceToNextWakeUp()
        #expect(await onlyWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        await channel.asked.wait { $0 == 3 }
        #expect(await onlyWait() == .seconds(2))
        socket.receive("still here")
        #expect(await events.next() == .unrecognised("1 still here"))
        clock.advanceToNextWakeUp()
        #expect(await socket.waitForSent(atLeast: 2).last == "auth jwt-4")
        #expect(sockets.accepted == 1)
    }

    @Test func aRenewalThatNobodyAnswersEndsTheConnection() async throws {
        let channel = try channel { $0.renewsAfter = .seconds(480) }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        #expect(await onlyWait() == .seconds(480))
        clock.advanceToNextWakeUp()
        await socket.waitForSent(atLeast: 2)
        #expect(await onlyWait() == .seconds(30))
        clock.advanceToNextWakeUp()
        #expect(await isDown(events.next(), .timedOut))
        #expect(await socket.waitForClose() == 1000)
        #expect(await onlyWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        #expect(await sockets.socket(2).waitForSent(atLeast: 1) == ["auth jwt-3"])
    }

    @Test func aRenewalEndsWithItsConnectionAndIsPlannedForTheNext() async throws {
        let channel = try channel { $0.renewsAfter = .seconds(480) }
        var events = events(channel).makeAsyncIterator()
        let first = await sockets.socket(1)
        await first.waitForSent(atLeast: 1)
        first.receive("ok")
        #expect(await events.next() == .connected)
        #expect(await onlyWait() == .seconds(480))
        clock.advance(by: .seconds(400))
        first.closeFromServer(code: 1006)
        #expect(await isDown(events.next(), .unreachable, "(1006)"))
        #expect(await onlyWait() == .seconds(1), "the old renewal is gone")
        clock.advanceToNextWakeUp()
        let second = await sockets.socket(2)
        await second.waitForSent(atLeast: 1)
        second.receive("ok")
        second.receive("news")
        #expect(await events.next() == .connected)
        #expect(await events.next() == .unrecognised("1 news"), "a new connection is read anew")
        #expect(await onlyWait() == .seconds(480))
    }

    @Test func renewedCredentialsThatAreRefusedAreReplaced() async throws {
        let channel = try channel { $0.renewsAfter = .seconds(480) }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        #expect(await onlyWait() == .seconds(480))
        clock.advanceToNextWakeUp()
        await socket.waitForSent(atLeast: 2)
        socket.receive("refused")
        #expect(await isDown(events.next(), .unauthorized))
        socket.receive("lost while it is not known who we are")
        #expect(await onlyWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        #expect(await socket.waitForSent(atLeast: 3).last == "auth jwt-3")
        socket.receive("ok")
        #expect(await events.next() == .connected)
    }

    @Test(arguments: [("refused", "check the account's access"), ("refused, update", "update the panel")])
    func credentialsRefusedThreeTimesSayWhatToDo(answer: String, advice: String) async throws {
        var events = try events(channel()).makeAsyncIterator()
        let socket = await sockets.socket(1)
        for number in 1 ... 3 {
            await socket.waitForSent(atLeast: number)
            socket.receive(answer)
            guard number < 3 else { break }
            // Until the answer is read, the limit for it is what sleeps.
            await clock.waitForWakeUp(in: .seconds(number))
            clock.advanceToNextWakeUp()
        }
        #expect(await isDown(events.next(), .unauthorized, "3 times; \(advice); trying again every minute"))
    }

    // MARK: Intervals and pauses

    @Test func credentialsAreNotAskedForMoreOftenThanTheServiceAllows() async throws {
        let channel = try channel { $0.fetchInterval = .seconds(15) }
        var events = events(channel).makeAsyncIterator()
        for number in 1 ... 4 {
            let socket = await sockets.socket(number)
            await socket.waitForSent(atLeast: 1)
            socket.receive("ok")
            #expect(await events.next() == .connected)
            socket.closeFromServer(code: 1006)
            #expect(await isDown(events.next(), .unreachable))
            let backoff = Duration.seconds(1 << (number - 1))
            #expect(await onlyWait() == backoff)
            clock.advanceToNextWakeUp()
            #expect(await onlyWait() == .seconds(15) - backoff, "the rest of the interval")
            #expect(channel.asked.value == number)
            clock.advanceToNextWakeUp()
        }
        _ = await sockets.socket(5)
        #expect(channel.asked.value == 5)
    }

    @Test func afterALongLifeNobodyWaitsForTheInterval() async throws {
        let channel = try channel { $0.fetchInterval = .seconds(15) }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        clock.advance(by: .seconds(600))
        socket.closeFromServer(code: nil)
        #expect(await isDown(events.next(), .unreachable))
        #expect(await onlyWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        _ = await sockets.socket(2)
    }

    @Test func aServiceThatAsksForRenewalAllTheTimeIsHeldToTheInterval() async throws {
        let channel = try channel { $0.fetchInterval = .seconds(15) }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        for number in 2 ... 4 {
            socket.receive("expiring")
            socket.receive("expiring")
            #expect(await onlyWait() == .seconds(15))
            #expect(channel.asked.value == number - 1)
            clock.advanceToNextWakeUp()
            #expect(await socket.waitForSent(atLeast: number).last == "auth jwt-\(number)")
            socket.receive("ok")
            socket.receive("news")
            #expect(await events.next() == .unrecognised("\(number - 1) news"))
        }
    }

    @Test(arguments: [(4409, 60), (4000, 1), (nil, 1)] as [(Int?, Int)])
    func aCloseCodeMayAskForAPause(code: Int?, seconds: Int) async throws {
        let channel = try channel { $0.pauses = [4409: .seconds(60)] }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        #expect(await events.next() == .connected)
        socket.closeFromServer(code: code)
        #expect(await isDown(events.next(), .unreachable))
        #expect(await onlyWait() == .seconds(seconds))
        clock.advanceToNextWakeUp()
        let second = await sockets.socket(2)
        await second.waitForSent(atLeast: 1)
        second.closeFromServer(code: nil)
        #expect(await isDown(events.next(), .unreachable))
        #expect(await onlyWait() == .seconds(2), "a pause is for one time")
    }

    @Test func aPauseNeverShortensAWait() async throws {
        let channel = try channel { $0.pauses = [4409: .milliseconds(10)] }
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.closeFromServer(code: 4409)
        #expect(await isDown(events.next(), .unreachable, "(4409)"))
        #expect(await onlyWait() == .seconds(1))
    }

    @Test func aRefusalOfCredentialsMayAskForAPause() async throws {
        let channel = try channel {
            $0.failures = [1: refusal, 2: refusal]
            $0.pauseAfterRefusal = .seconds(40)
        }
        var events = events(channel).makeAsyncIterator()
        for _ in 1 ... 2 {
            #expect(await events.next() == .disconnected(refusal))
            #expect(await onlyWait() == .seconds(40))
            clock.advanceToNextWakeUp()
        }
        #expect(await sockets.socket(1).waitForSent(atLeast: 1) == ["auth jwt-3"])
    }

    // MARK: The end

    @Test func nobodyListeningEndsEverything() async throws {
        let channel = try channel { $0.renewsAfter = .seconds(480) }
        let listening = Task { [clock] in
            for await event in events(channel) {
                if event == .connected { await clock.waitForSleepers() }
                if event == .unrecognised("1 last") { break }
            }
        }
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        socket.receive("last")
        await listening.value
        #expect(await socket.waitForClose() == 1000)
        #expect(clock.sleepers == 0, "no renewal is left behind")
        #expect(sockets.accepted == 1)
    }

    @Test func theHandshakeCarriesTheChannelsFieldsAndNoiseIsNeverDecoded() async throws {
        let channel = try channel()
        var events = events(channel).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive("ok")
        socket.receive("noise 1")
        socket.receive("news")
        #expect(await events.next() == .connected)
        #expect(await events.next() == .unrecognised("1 news"))
        #expect(socket.dropped == 1)
        #expect(sockets.requests.first?.headers == ["Origin": "https://panel.example"])
    }
}
