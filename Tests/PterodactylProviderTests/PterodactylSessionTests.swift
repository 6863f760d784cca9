import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

@Suite(.timeLimit(.minutes(20)))
struct PterodactylSessionTests {
    private let transport = StubTransport()
    private let sockets = StubWebSocketTransport()
    private let clock = ManualClock()
    private let credentialsPath = "\(Fixture.path())/websocket"
    private let accepted = #"{"event":"auth success"}"#

    private func credentials(_ token: String) -> StubTransport.Answer {
        .json(#"{"data":{"token":"\#(token)","socket":"wss://node.example:8080/api/servers/x/ws"}}"#)
    }

    private func auth(_ token: String) -> String {
        #"{"args":["\#(token)"],"event":"auth"}"#
    }

    private func provider(base: String = Fixture.base) throws -> PterodactylProvider {
        try Fixture.provider(transport, sockets, base: base, clock: clock)
    }

    private func events() throws -> AsyncStream<ProviderEvent> {
        try provider().reader().events(of: Fixture.server)
    }

    private func error(in event: ProviderEvent?) -> ProviderError? {
        guard case let .disconnected(error) = event else { return nil }
        return error
    }

    // MARK: Opening

    @Test func theWayUp() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        #expect(await socket.waitForSent(atLeast: 1) == [auth("jwt-1")])
        socket.receive(accepted)
        socket.receive(#"{"event":"status","args":["offline"]}"#)
        socket.receive(#"{"event":"stats","args":["{}"]}"#)
        socket.receive(#"{"event":"console output","args":["a line"]}"#)
        socket.receive(#"{"event":"meteor strike"}"#)
        socket.receive(#"{"event":"backup restore completed","args":[""]}"#)
        #expect(await events.next() == .connected)
        #expect(await events.next() == .power(.stopped))
        #expect(await events.next() == .unrecognised("event meteor strike"))
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .serverChanged)
        #expect(socket.dropped == 2)
        #expect(sockets.requests[0].url.origin == "wss://node.example:8080")
        #expect(sockets.requests[0].headers == ["Origin": "https://panel.example"])
        #expect(transport.requests[0].headers["Origin"] == nil)
        #expect(transport.requests[0].hasOwnLimit, "its limit is not the account's")
    }

    @Test(arguments: [
        ("https://Panel.example/prefix", "https://panel.example"), (
            "https://panel.example:443",
            "https://panel.example"
        ),
        ("https://panel.example:8443", "https://panel.example:8443"), (
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8080"
        ),
        ("http://[::1]:80", "http://[::1]"),
    ])
    func theOriginIsThePanelsWithoutPathAndUsualPort(base: String, origin: String) throws {
        let channel = try PterodactylChannel(
            server: Fixture.server,
            panel: PterodactylConnection(
                settings: PterodactylSettings(base: BaseURL(base), token: Secret(Fixture.token)), transport: transport
            ),
            memory: RestoreMemory(clock: clock)
        )
        #expect(channel.headers["Origin"] == origin)
    }

    @Test func websocketToken() async throws {
        let recording = try Recording("websocket_token")
        transport.on(.get, credentialsPath, recording[0].answer, recording[1].answer, recording[2].answer)
        let reader = try provider(base: "http://127.0.0.1:8080").reader()
        var events = reader.events(of: Fixture.server).makeAsyncIterator()
        let socket = await sockets.socket(1)
        let sent = await socket.waitForSent(atLeast: 1)
        #expect(sent[0].hasPrefix(#"{"args":["link-or-socket-token-"#))
        #expect(sockets.requests[0].url.origin == "ws://127.0.0.1:8091")
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        socket.lose(.connectionClosed)
        _ = await events.next()
        // At most four tokens a minute.
        await clock.waitForWakeUp(in: .seconds(1))
        clock.advance(by: .seconds(1))
        await clock.waitForWakeUp(in: .seconds(14))
        clock.advance(by: .seconds(14))
        await sockets.socket(2).lose(.connectionClosed)
        _ = await events.next()
        for _ in 1 ... 2 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(15))
        }
        let error = await error(in: events.next())
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("lacks the permission websocket.connect") == true)
    }

    // MARK: Renewal

    @Test func credentialsAreRenewedAfterEightMinutesOnTheSameSocket() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        await clock.waitForWakeUp(in: .seconds(480))
        clock.advance(by: .seconds(479))
        #expect(socket.sent == [auth("jwt-1")])
        clock.advance(by: .seconds(1))
        #expect(await socket.waitForSent(atLeast: 2) == [auth("jwt-1"), auth("jwt-2")])
        socket.receive(accepted)
        socket.receive(#"{"event":"status","args":["running"]}"#)
        #expect(await events.next() == .power(.running), "a renewal is no new connection")
        await clock.waitForWakeUp(in: .seconds(480))
        #expect(sockets.accepted == 1)
    }

    @Test func credentialsThatRunOutSoonAreRenewedOnceHoweverOftenItIsSaid() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        await clock.waitForWakeUp(in: .seconds(480))
        clock.advance(by: .seconds(60))
        for _ in 1 ... 5 {
            socket.receive(#"{"event":"token expiring"}"#)
        }
        #expect(await socket.waitForSent(atLeast: 2) == [auth("jwt-1"), auth("jwt-2")])
        socket.receive(accepted)
        socket.receive(#"{"event":"status","args":["running"]}"#)
        #expect(await events.next() == .power(.running), "the feed was never down")
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [
        #"{"event":"jwt error","args":["jwt: exp claim is invalid"]}"#, #"{"event":"token expired"}"#,
        #"{"event":"jwt error","args":["Error Event [x]: jwt: token is on the denylist"]}"#,
    ])
    func voidCredentialsAreRenewedOnTheSameSocketAndTheFeedIsDownUntilThen(text: String) async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        await clock.waitForWakeUp(in: .seconds(480))
        clock.advance(by: .seconds(60))
        for _ in 1 ... 5 {
            socket.receive(text)
        }
        let error = await error(in: events.next())
        #expect(error?.message.contains("ran out") == true, "every event is an error from here on")
        #expect(await socket.waitForSent(atLeast: 2) == [auth("jwt-1"), auth("jwt-2")])
        // What was lost before the new ones were taken.
        socket.receive(text)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        socket.receive(#"{"event":"status","args":["running"]}"#)
        #expect(await events.next() == .power(.running))
        #expect(transport.requests.count == 2)
        #expect(sockets.accepted == 1)
    }

    @Test(arguments: ["jwt: no jwt present", "jwt: missing connect permission", "jwt: server uuid mismatch"])
    func otherComplaintsTakeTheFeedDown(text: String) async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        socket.receive(#"{"event":"jwt error","args":["\#(text)"]}"#)
        #expect(await error(in: events.next())?.code == .unauthorized)
    }

    /// A restore that was asked for: an answer to it or none, nothing may be sent on the socket (sheet 4.2).
    @Test func duringARestoreNothingIsSentAndNoTokenIsAsked() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"), credentials("jwt-2"))
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", .status(204))
        transport.on(.get, Fixture.list(), Fixture.page([Fixture.row()]))
        transport.on(.get, Fixture.activity(), .json(#"{"data":[]}"#))
        let provider = try provider()
        var events = provider.reader().events(of: Fixture.server).makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        await clock.waitForWakeUp(in: .seconds(480))
        try await Fixture.writer(of: provider).restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        clock.advance(by: .seconds(480))
        // The renewal is put off for a little, the feed stays up.
        await clock.waitForWakeUp(in: .seconds(8))
        #expect(socket.sent == [auth("jwt-1")])
        #expect(transport.lines.count { $0 == "GET \(credentialsPath)" } == 1)
        socket.receive(#"{"event":"backup restore completed","args":[""]}"#)
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .serverChanged)
        // The list answers again, so it is over.
        _ = try await provider.reader().backups(at: Fixture.location)
        clock.advance(by: .seconds(60))
        #expect(await socket.waitForSent(atLeast: 2) == [auth("jwt-1"), auth("jwt-2")])
    }

    @Test func aRestoreThatWasRefusedLeavesTheRenewalAlone() async throws {
        let memory = RestoreMemory(clock: clock)
        let settings = try PterodactylSettings(base: BaseURL(Fixture.base), token: Secret(Fixture.token))
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.post, "\(Fixture.one())/restore", .status(409), .failure(.connectionClosed))
        let writer = PterodactylWriter(
            settings,
            reading: PterodactylConnection(settings: settings, transport: transport),
            transport: transport,
            memory: memory
        )
        for isOngoing in [false, true] {
            await #expect(throws: ProviderError.self) {
                try await writer.restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
            }
            #expect(await memory.isOngoing(Fixture.server) == isOngoing)
        }
        clock.advance(by: .seconds(30 * 60 + 1))
        #expect(await !memory.isOngoing(Fixture.server))
    }

    // MARK: Refusals

    @Test func aSuspendedServersSocketIsLeftForAMinute() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(accepted)
        #expect(await events.next() == .connected)
        await clock.waitForWakeUp(in: .seconds(480))
        socket.closeFromServer(code: 4409)
        #expect(await error(in: events.next())?.message.contains("(4409)") == true)
        await clock.waitForWakeUp(in: .seconds(60))
        clock.advanceToNextWakeUp()
        _ = await sockets.socket(2)
    }

    @Test(arguments: ["state_suspended", "state_maint", "state_installing", "restore_truncate_false"])
    func aStateThatAllowsNoConnectionIsAskedAgainAtTheLongestWait(name: String) async throws {
        let exchange = try #require(Recording(name).exchanges.first { $0.target.hasSuffix("/websocket") })
        transport.on(.get, credentialsPath, exchange.answer)
        var events = try events().makeAsyncIterator()
        for _ in 1 ... 3 {
            #expect(await error(in: events.next())?.code == .conflict)
            await clock.waitForWakeUp(in: .seconds(60))
            clock.advanceToNextWakeUp()
        }
    }

    @Test func aLimitOnTokensSaysHowLongToWait() async throws {
        transport.on(.get, credentialsPath, .status(429, headers: ["Retry-After": "44", "X-RateLimit-Limit": "5"]))
        var events = try events().makeAsyncIterator()
        #expect(await error(in: events.next())?.code == .rateLimited)
        await clock.waitForWakeUp(in: .seconds(44))
    }

    @Test func websocketBadAuth() async throws {
        let recording = try Recording("websocket_bad_auth")
        #expect(recording.conversations[3][0].text.contains("status_code=403"))
        // A garbage token: the node's general error, three times, then the user is told.
        transport.on(.get, credentialsPath, credentials("jwt"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        for number in 1 ... 3 {
            await socket.waitForSent(atLeast: number)
            recording.received(0).forEach(socket.receive)
            guard number < 3 else { break }
            await clock.waitForWakeUp(in: .seconds(number))
            clock.advanceToNextWakeUp()
            // Tokens are asked for every 15 s at most, whatever the wait.
            await clock.waitForWakeUp(in: .seconds(15 - number))
            clock.advanceToNextWakeUp()
        }
        let refused = await error(in: events.next())
        #expect(refused?.code == .unauthorized)
        #expect(refused?.message.contains("3 times") == true)
        #expect(await socket.waitForClose() == 1000)
    }

    /// The node takes the token of another server and complains of it at once.
    @Test func aTokenOfAnotherServerTakesTheFeedDown() async throws {
        let recording = try Recording("websocket_bad_auth")
        transport.on(.get, credentialsPath, credentials("jwt"))
        var events = try events().makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        recording.received(1).forEach(socket.receive)
        #expect(await events.next() == .connected)
        #expect(await error(in: events.next())?.code == .unauthorized)
    }

    /// Missing or foreign `Origin`, recorded as the body `Forbidden`.
    @Test func aNodeThatExpectsAnotherPanelSaysSo() async throws {
        transport.on(.get, credentialsPath, credentials("jwt-secret"))
        sockets.refuseNext(with: .upgradeRefused(status: 403, body: Array("Forbidden\n".utf8)))
        var events = try events().makeAsyncIterator()
        let error = await error(in: events.next())
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("expects another panel address than https://panel.example (403)") == true)
        #expect(error?.message.contains("jwt-secret") == false)
    }

    @Test(arguments: [
        (400, #"{"error":"too many","request_id":"r"}"#, ProviderError.Code.rateLimited, "no further connection"),
        (404, #"{"error":"The requested resource does not exist","request_id":"r"}"#, .notFound, "does not exist"),
        (502, "<html></html>", .serverFailure, "(502)"),
    ])
    func otherRefusalsOfTheNodeAreItsOwn(
        status: Int, body: String, code: ProviderError.Code, words: String
    ) async throws {
        transport.on(.get, credentialsPath, credentials("jwt-1"))
        sockets.refuseNext(with: .upgradeRefused(status: status, body: Array(body.utf8)))
        var events = try events().makeAsyncIterator()
        let error = await error(in: events.next())
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
    }

    @Test(arguments: [#"{"data":{"token":"jwt-secret"}}"#, #"{"token":"jwt-secret","socket":"wss://x"}"#, "<html>"])
    func unreadableCredentialsAreAnErrorWithoutTheToken(body: String) async throws {
        transport.on(.get, credentialsPath, .json(body))
        var events = try events().makeAsyncIterator()
        let event = await events.next()
        #expect(error(in: event)?.code == .invalidResponse)
        #expect(!"\(String(describing: event))".contains("jwt-secret"))
    }
}
