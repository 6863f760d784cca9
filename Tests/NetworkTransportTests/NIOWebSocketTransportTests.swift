import NetworkTransport
import ProviderSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct NIOWebSocketTransportTests {
    private func transport(_ change: (inout NetworkSettings) -> Void = { _ in }) -> NIOWebSocketTransport {
        var settings = NetworkSettings.patient("backtop-tests")
        change(&settings)
        return NIOWebSocketTransport(settings)
    }

    private func request(
        _ server: LoopbackServer,
        wants: @escaping @Sendable ([UInt8]) -> Bool = { _ in true }
    ) throws -> WebSocketRequest {
        let url = try WebSocketURL("ws://127.0.0.1:\(server.port)/node/ws?a=b", schemeOf: BaseURL("http://x"))
        return WebSocketRequest(url: url, headers: ["Origin": "https://panel.example"], wants: wants)
    }

    private func frame(_ server: LoopbackServer) async -> String? {
        var frames = server.frames.makeAsyncIterator()
        return await frames.next()
    }

    @Test func textGoesThereMaskedAndComesBack() async throws {
        let server = try await LoopbackServer(socket: .echo)
        let connection = try await transport().connect(request(server))
        var events = connection.events.makeAsyncIterator()
        let big = String(repeating: "żółw ", count: 200_000)
        for text in ["hello", "", big] {
            try await connection.send(text)
            #expect(await events.next() == .text(Array(text.utf8)))
        }
        #expect(await frame(server) == "text hello")
        let handshake = try #require(server.requests.first)
        #expect(handshake.uri == "/node/ws?a=b")
        #expect(handshake.values("host") == ["127.0.0.1:\(server.port)"])
        #expect(handshake.values("origin") == ["https://panel.example"])
        #expect(handshake.values("user-agent") == ["backtop-tests"])
        await connection.close(code: 1000)
        let goodbye = await events.next()
        #expect(goodbye == .closed(.byUs))
        #expect(await events.next() == nil)
        try await server.stop()
    }

    @Test func ourGoodbyeReachesTheServerMasked() async throws {
        let server = try await LoopbackServer(socket: .send([], fragment: 1))
        let connection = try await transport().connect(request(server))
        await connection.close(code: 1000)
        await connection.close(code: 1000)
        #expect(await frame(server) == "close 1000")
        await #expect(throws: TransportError.connectionClosed) {
            for _ in 0 ..< 1000 {
                try await connection.send("too late")
            }
        }
        try await server.stop()
    }

    @Test func fragmentsAreJoinedAndUnwantedFramesDropped() async throws {
        let messages = [String(repeating: "wanted ", count: 1000), "noise 1", "wanted 2", "noise 2", "wanted 3"]
        let server = try await LoopbackServer(socket: .send(messages, fragment: 999))
        let connection = try await transport().connect(request(server) { $0.starts(with: "wanted".utf8) })
        var events = connection.events.makeAsyncIterator()
        for expected in [messages[0], messages[2], messages[4]] {
            #expect(await events.next() == .text(Array(expected.utf8)))
        }
        await connection.close(code: 1000)
        try await server.stop()
    }

    @Test func onlyTheFirstBytesOfAFrameAreShownToTheFilter() async throws {
        let server = try await LoopbackServer(socket: .send([String(repeating: "x", count: 5000)], fragment: .max))
        let connection = try await transport().connect(
            request(server) { $0.count == WebSocketRequest.peekLength }
        )
        var events = connection.events.makeAsyncIterator()
        #expect(await events.next() == .text([UInt8](repeating: UInt8(ascii: "x"), count: 5000)))
        await connection.close(code: 1000)
        try await server.stop()
    }

    @Test(arguments: [1000, 1001, 1012, 4004])
    func theServersCloseCodeIsTold(code: Int) async throws {
        let server = try await LoopbackServer(socket: .close(code))
        let connection = try await transport().connect(request(server))
        var events = connection.events.makeAsyncIterator()
        #expect(await events.next() == .closed(.byPeer(code: code, reason: "because")))
        #expect(await events.next() == nil)
        #expect(await frame(server) == "close \(code)", "a goodbye is answered")
        try await server.stop()
    }

    @Test func aBrokenConnectionIsTold() async throws {
        let server = try await LoopbackServer(socket: .drop)
        let connection = try await transport().connect(request(server))
        var events = connection.events.makeAsyncIterator()
        #expect(await events.next() == .closed(.lost(.connectionClosed)))
        #expect(await events.next() == nil)
        try await server.stop()
    }

    @Test func anInvalidFrameEndsTheConnection() async throws {
        let server = try await LoopbackServer(socket: .garbage)
        let connection = try await transport().connect(request(server))
        var events = connection.events.makeAsyncIterator()
        guard case .closed(.lost) = await events.next() else {
            Issue.record("the connection did not end")
            return
        }
        try await server.stop()
    }

    @Test func pingsOfTheServerAreAnswered() async throws {
        let server = try await LoopbackServer(socket: .ping)
        let connection = try await transport().connect(request(server))
        #expect(await frame(server) == "pong hello")
        await connection.close(code: 1000)
        try await server.stop()
    }

    @Test func theClientPingsByItself() async throws {
        let server = try await LoopbackServer(socket: .echo)
        let connection = try await transport { $0.pingInterval = .milliseconds(5) }.connect(request(server))
        var frames = server.frames.makeAsyncIterator()
        for _ in 1 ... 3 {
            #expect(await frames.next() == "ping")
        }
        await connection.close(code: 1000)
        try await server.stop()
    }

    @Test func aPeerThatFallsSilentIsDead() async throws {
        let server = try await LoopbackServer(socket: .deaf)
        let connection = try await transport {
            $0.silenceLimit = .milliseconds(100)
            $0.pingInterval = .milliseconds(20)
        }.connect(request(server))
        var events = connection.events.makeAsyncIterator()
        #expect(await events.next() == .closed(.lost(.responseTimedOut)))
        try await server.stop()
    }

    @Test func aReaderThatHangsEndsTheConnectionInsteadOfLosingEventsSilently() async throws {
        let server = try await LoopbackServer(
            socket: .send((0 ..< 10500).map(String.init), fragment: .max)
        )
        let connection = try await transport().connect(request(server))
        var frames = server.frames.makeAsyncIterator()
        #expect(await frames.next() == "gone", "the client leaves without a goodbye")
        var read = 0
        for await event in connection.events {
            #expect(event == .text(Array("\(read)".utf8)))
            read += 1
        }
        #expect(read == 10000, "everything before the gap, nothing after it")
        try await server.stop()
    }

    @Test func aRefusalKeepsStatusAndText() async throws {
        let server = try await LoopbackServer { _ in .full(401, [], Array("token is too old".utf8)) }
        await #expect(throws: TransportError.upgradeRefused(status: 401, body: Array("token is too old".utf8))) {
            _ = try await transport().connect(request(server))
        }
        try await server.stop()
    }

    @Test func aClosedPortIsRefused() async throws {
        let server = try await LoopbackServer()
        let request = try request(server)
        try await server.stop()
        await #expect(throws: TransportError.refused(host: "127.0.0.1", port: request.url.port)) {
            _ = try await transport().connect(request)
        }
    }

    @Test func aHandshakeWithoutAnswerTimesOut() async throws {
        let server = try await LoopbackServer { _ in .silence }
        await #expect(throws: TransportError.connectTimedOut) {
            _ = try await transport { $0.connectTimeout = .milliseconds(100) }.connect(request(server))
        }
        try await server.stop()
    }

    @Test func cancellationEndsAHandshake() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let transport = transport()
        let request = try request(server)
        let connecting = Task { try await transport.connect(request) }
        for await _ in server.arrivals { break }
        connecting.cancel()
        await #expect(throws: TransportError.cancelled) { _ = try await connecting.value }
        try await server.stop()
    }
}
