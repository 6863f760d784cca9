import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonSessionTests {
    private let transport = StubTransport()
    private let sockets = StubWebSocketTransport()
    private let clock = ManualClock()

    private func credentials(_ token: String, url: String = "wss://node.example/ws") -> StubTransport.Answer {
        .json(#"{"url":"\#(url)","token":"\#(token)"}"#)
    }

    private func auth(_ token: String) -> String {
        #"{"event":"auth","jwt":"\#(token)"}"#
    }

    private func events(base: String = "https://archon.example/archon") throws -> AsyncStream<ProviderEvent> {
        try Fixture.reader(transport, sockets, base: base, clock: clock).events(of: Fixture.server)
    }

    private func nextWait() async -> Duration? {
        await clock.waitForSleepers()
        return clock.timeToNextWakeUp
    }

    private func isDown(_ event: ProviderEvent?, _ code: ProviderError.Code, _ words: String = "") -> Bool {
        guard case let .disconnected(error) = event else { return false }
        return error.code == code && error.message.contains(words) && !error.isOutcomeUnknown
    }

    @Test func theWayUp() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        #expect(await socket.waitForSent(atLeast: 1) == [auth("jwt-1")])
        socket.receive(#"{"event":"power-state","state":"stopped"}"#)
        socket.receive(#"{"event":"auth-ok"}"#)
        socket.receive(#"{"event":"power-state","state":"running"}"#)
        socket.receive(#"{"event":"stats","cpu_percent":1}"#)
        socket.receive(#"{"event":"backup-progress","id":"b","task":"create","state":"ongoing","progress":0.5}"#)
        #expect(await events.next() == .connected, "nothing is delivered before the node accepted us")
        #expect(await events.next() == .power(.running))
        #expect(await events.next() == .progress(OperationReport(
            backup: "b", kind: .create, phase: .archive, fraction: 0.5, state: .running
        )))
        #expect(socket.dropped == 1)
        #expect(transport.lines == ["GET \(Fixture.credentialsPath)"])
        #expect(sockets.requests[0].headers == [:], "the live connection carries no account token")
    }

    @Test(arguments: [
        ("https://archon.example", "node.example/ws", "wss://node.example"),
        ("http://127.0.0.1:7", "127.0.0.1:7/node/ws", "ws://127.0.0.1:7"),
        ("https://archon.example", "https://node.example/ws", "wss://node.example"),
        ("http://127.0.0.1:7", "wss://node.example/ws", "wss://node.example"),
    ])
    func aNodeWithoutSchemeTakesTheContexts(base: String, url: String, origin: String) async throws {
        transport.on(.get, "/modrinth/v0/servers/\(Fixture.server)/ws", credentials("jwt-1", url: url))
        let events = try events(base: base)
        _ = await sockets.socket(1)
        #expect(sockets.requests[0].url.origin == origin)
        _ = events
    }

    @Test func anUnencryptedNodeOfAnEncryptedServiceGetsNoCredentials() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1", url: "ws://node.example/ws"))
        var events = try events().makeAsyncIterator()
        #expect(await isDown(events.next(), .unreachable, "not encrypted"))
        #expect(sockets.requests.isEmpty)
    }

    @Test func aLostConnectionIsReplacedWithFreshCredentialsAndAnnouncedAgain() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        var events = try events().makeAsyncIterator()
        let first = await sockets.socket(1)
        first.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        first.closeFromServer(code: 1012)
        #expect(await isDown(events.next(), .unreachable, "(1012)"))
        #expect(await nextWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        let second = await sockets.socket(2)
        #expect(await second.waitForSent(atLeast: 1) == [auth("jwt-2")])
        first.receive(#"{"event":"power-state","state":"crashed"}"#)
        second.receive(#"{"event":"auth-ok"}"#)
        second.receive(#"{"event":"power-state","state":"running"}"#)
        #expect(await events.next() == .connected)
        #expect(await events.next() == .power(.running))
    }

    @Test(arguments: [nil, 1000, 1001, 4000])
    func everyCloseCodeIsFollowedByAnotherAttempt(code: Int?) async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let first = await sockets.socket(1)
        first.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        first.closeFromServer(code: code)
        #expect(await isDown(events.next(), .unreachable))
        #expect(await nextWait() != nil)
        clock.advanceToNextWakeUp()
        _ = await sockets.socket(2)
    }

    @Test func silenceOfThePeerIsALostConnection() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        socket.lose(.responseTimedOut)
        #expect(await isDown(events.next(), .timedOut))
    }

    @Test func waitsGrowWhileTheServiceIsDownAndNeverEnd() async throws {
        transport.on(.get, Fixture.credentialsPath, .status(503))
        var events = try events().makeAsyncIterator()
        for expected in [1, 2, 4, 8, 16, 32, 60, 60] {
            #expect(await isDown(events.next(), .serverFailure, "(503)"))
            #expect(await nextWait() == .seconds(expected))
            clock.advanceToNextWakeUp()
        }
        #expect(await isDown(events.next(), .serverFailure))
    }

    @Test func aRefusedLiveConnectionNamesItsReason() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        sockets.refuseNext(with: .upgradeRefused(status: 401, body: Array("token is too old".utf8)))
        var events = try events().makeAsyncIterator()
        #expect(await isDown(events.next(), .unauthorized, "token is too old"))
        #expect(await nextWait() == .seconds(1))
        clock.advanceToNextWakeUp()
        await sockets.socket(1).receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
    }

    @Test func expiringCredentialsAreRenewedOnTheSameSocket() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        socket.receive(#"{"event":"auth-expiring"}"#)
        #expect(await socket.waitForSent(atLeast: 2) == [auth("jwt-1"), auth("jwt-2")])
        socket.receive(#"{"event":"auth-ok"}"#)
        socket.receive(#"{"event":"power-state","state":"running"}"#)
        #expect(await events.next() == .power(.running), "a renewal is no new connection")
        #expect(sockets.accepted == 1)
    }

    @Test func refusedCredentialsAreReplacedThreeTimesThenTheUserIsTold() async throws {
        transport.on(
            .get, Fixture.credentialsPath,
            credentials("jwt-1"), credentials("jwt-2"), credentials("jwt-3"), credentials("jwt-4")
        )
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        for number in 1 ... 2 {
            await socket.waitForSent(atLeast: number)
            socket.receive(#"{"event":"auth-incorrect"}"#)
            // The time limit of the answered attempt goes, the wait for the next one comes.
            await clock.waitForWakeUp(in: .seconds(number))
            clock.advance(by: .seconds(number))
        }
        #expect(await socket.waitForSent(atLeast: 3) == [auth("jwt-1"), auth("jwt-2"), auth("jwt-3")])
        socket.receive(#"{"event":"auth-incorrect"}"#)
        #expect(await isDown(events.next(), .unauthorized, "refused fresh credentials 3 times"))
        #expect(await socket.waitForClose() == 1000)
        await clock.waitForWakeUp(in: .seconds(60))
        clock.advanceToNextWakeUp()
        let second = await sockets.socket(2)
        #expect(await second.waitForSent(atLeast: 1) == [auth("jwt-4")])
        second.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
    }

    @Test func aNodeThatNeverAnswersTheCredentialsIsLeft() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        #expect(await nextWait() == .seconds(30))
        clock.advanceToNextWakeUp()
        #expect(await isDown(events.next(), .timedOut, "does not answer the credentials"))
        #expect(await socket.waitForClose() == 1000)
    }

    @Test func unreadableCredentialsAreAnErrorWithoutTheToken() async throws {
        transport.on(.get, Fixture.credentialsPath, .json(#"{"token":"jwt-secret"}"#))
        var events = try events().makeAsyncIterator()
        let event = await events.next()
        #expect(isDown(event, .invalidResponse))
        #expect(!"\(String(describing: event))".contains("jwt-secret"))
    }

    @Test func theConsumersEndClosesTheSocket() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        let stream = try events()
        let consumer = Task {
            for await _ in stream {}
        }
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        consumer.cancel()
        await consumer.value
        #expect(await socket.waitForClose() == 1000)
    }

    @Test func everyEventIsDeliveredInOrder() async throws {
        transport.on(.get, Fixture.credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive(#"{"event":"auth-ok"}"#)
        for number in 0 ..< 2000 {
            socket.receive(
                #"{"event":"backup-progress","id":"b","task":"create","state":"ongoing","progress":\#(Double(number) / 2000)}"#
            )
        }
        #expect(await events.next() == .connected)
        for number in 0 ..< 2000 {
            guard case let .progress(report) = await events.next() else {
                Issue.record("event \(number) is missing")
                return
            }
            #expect(report.fraction == Double(number) / 2000)
        }
    }
}
