import NetworkTransport
import ProviderSupport
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct AsyncHTTPStreamTransportTests {
    private let clock = ManualClock()

    private func url(_ server: LoopbackServer, _ target: String = "/x") throws -> RemoteURL {
        try RemoteURL("http://127.0.0.1:\(server.port)\(target)", context: BaseURL("http://127.0.0.1"))
    }

    private func transport(_ change: (inout NetworkSettings) -> Void = { _ in }) -> AsyncHTTPStreamTransport {
        var settings = NetworkSettings.patient("backtop-tests/1")
        change(&settings)
        return AsyncHTTPStreamTransport(settings, clock: clock)
    }

    private func open(
        _ server: LoopbackServer,
        idleTimeout: Duration? = .seconds(50)
    ) async throws -> HTTPStreamResponse {
        try await transport().open(HTTPStreamRequest(url: url(server), idleTimeout: idleTimeout))
    }

    private func rest(of body: any HTTPBodyReader) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await body.next() {
            bytes += piece
        }
        return bytes
    }

    // MARK: Head and request

    @Test func nothingIsSentThatWasNotAskedFor() async throws {
        let server = try await LoopbackServer { _ in .full(200) }
        let response = try await transport().open(HTTPStreamRequest(
            url: url(server, "/a/b%2Fc?token=x%20y&n=1"),
            headers: ["Accept": "*/*", "Accept-Encoding": "identity", "Range": "bytes=5-"]
        ))
        await response.body.close()
        let received = try #require(server.requests.first)
        #expect(received.method == "GET")
        #expect(received.uri == "/a/b%2Fc?token=x%20y&n=1")
        #expect(received.values("user-agent") == ["backtop-tests/1"])
        #expect(received.values("host") == ["127.0.0.1:\(server.port)"])
        #expect(received.values("accept-encoding") == ["identity"])
        #expect(received.values("range") == ["bytes=5-"])
        #expect(Set(received.headers.map { $0.name.lowercased() })
            == ["host", "user-agent", "accept", "accept-encoding", "range"])
        try await server.stop()
    }

    @Test func whatIsPackedStaysPacked() async throws {
        let packed: [UInt8] = [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let server = try await LoopbackServer { _ in .full(200, [("Content-Encoding", "gzip")], packed) }
        let response = try await open(server)
        #expect(response.headers["content-encoding"] == "gzip")
        #expect(response.headers["Content-Length"] == "20")
        #expect(try await rest(of: response.body) == packed)
        #expect(server.requests.first?.values("accept-encoding") == [])
        try await server.stop()
    }

    @Test(arguments: [206, 301, 302, 307, 308, 400, 403, 404, 410, 429, 500, 503])
    func everyStatusIsAnAnswer(status: Int) async throws {
        let server = try await LoopbackServer { _ in .full(status, [("Location", "/there")], Array("why".utf8)) }
        let response = try await open(server)
        #expect(response.status == status)
        #expect(response.headers["location"] == "/there")
        #expect(try await rest(of: response.body) == Array("why".utf8))
        #expect(server.requests.map(\.uri) == ["/x"])
        try await server.stop()
    }

    @Test func theHeadIsAnsweredBeforeTheBodyComes() async throws {
        let feed = BodyFeed(206, [("Content-Range", "bytes 5-9/10")])
        let server = try await LoopbackServer { _ in .feed(feed) }
        let response = try await open(server)
        #expect(response.status == 206)
        #expect(response.headers["content-range"] == "bytes 5-9/10")
        await feed.send("hello")
        #expect(try await response.body.next() == Array("hello".utf8))
        await feed.end()
        #expect(try await response.body.next() == nil)
        try await server.stop()
    }

    // MARK: The body

    @Test func piecesComeOneByOneAndTheEndStaysTheEnd() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        for text in ["one", "two", "three"] {
            await feed.send(text)
            #expect(try await body.next() == Array(text.utf8))
        }
        await feed.end()
        #expect(try await body.next() == nil)
        #expect(try await body.next() == nil)
        await body.close()
        #expect(try await body.next() == nil)
        await feed.waitUntilGone()
        try await server.stop()
    }

    @Test func aWaitingReaderIsWokenByEveryPieceAndByTheEnd() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        let reading = Task {
            var pieces: [[UInt8]] = []
            while let piece = try await body.next() {
                pieces.append(piece)
            }
            return pieces
        }
        for number in 0 ..< 200 {
            await feed.send([UInt8(number)])
        }
        await feed.end()
        let pieces = try await reading.value
        #expect(!pieces.contains([]))
        #expect(pieces.flatMap(\.self) == (0 ..< 200).map { UInt8($0) })
        try await server.stop()
    }

    @Test func aLongBodyArrivesAsItWasSent() async throws {
        let sent = (0 ..< 8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 11) }
        let server = try await LoopbackServer { _ in .full(200, [], sent) }
        let response = try await open(server)
        #expect(response.headers["content-length"] == "8000000")
        #expect(try await rest(of: response.body) == sent)
        try await server.stop()
    }

    @Test func aBodyWithoutALengthLastsUntilTheConnectionEnds() async throws {
        let server = try await LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\n\r\nabc") }
        #expect(try await rest(of: open(server).body) == Array("abc".utf8))
        try await server.stop()
    }

    @Test func whatComesBehindTheAnnouncedLengthIsNotRead() async throws {
        let server = try await LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcdMORE") }
        #expect(try await rest(of: open(server).body) == Array("abcd".utf8))
        try await server.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf",
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhalf",
    ])
    func aBodyThatIsCutIsAClosedConnection(raw: String) async throws {
        let server = try await LoopbackServer { _ in .raw(raw) }
        let body = try await open(server).body
        var bytes: [UInt8] = []
        let error = await #expect(throws: TransportError.self) {
            while let piece = try await body.next() {
                bytes += piece
            }
        }
        #expect(error == .connectionClosed)
        #expect(bytes == Array("half".utf8), "what came before the cut is handed over")
        await #expect(throws: TransportError.connectionClosed) { try await body.next() }
        try await server.stop()
    }

    @Test func aServerThatGoesAwayMidwayIsNoticedWhileWaiting() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        await feed.send("half")
        #expect(try await body.next() == Array("half".utf8))
        let waiting = Task { try await body.next() }
        await feed.cut()
        await #expect(throws: TransportError.connectionClosed) { try await waiting.value }
        try await server.stop()
    }

    @Test func aSlowReaderStopsTheSender() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { $0.uri == "/x" ? .feed(feed) : .full(200) }
        let body = try await open(server).body
        let (piece, count) = ([UInt8](repeating: 7, count: 1 << 20), 128)
        for _ in 0 ..< count {
            await feed.send(piece)
        }
        await feed.end()
        var received = try #require(try await body.next()).count
        // Nobody reads now. The sender stands when the answers to several other requests find it where it was.
        let other = AsyncHTTPTransport(NetworkSettings.patient("backtop-tests"))
        var (last, unchanged) = (-1, 0)
        while unchanged < 25, feed.flushed < count << 20 {
            for _ in 0 ..< 20 {
                _ = try await other.send(HTTPRequest(.get, BaseURL("http://127.0.0.1:\(server.port)"), path: ["y"]))
            }
            unchanged = feed.flushed == last ? unchanged + 1 : 0
            last = feed.flushed
        }
        #expect(feed.flushed < count << 19, "the system's buffers hold a few megabytes, not half of the body")
        while let piece = try await body.next() {
            received += piece.count
        }
        #expect(received == count << 20)
        try await server.stop()
    }

    // MARK: Patience

    @Test func silenceBeforeTheHeadTimesOut() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let request = try HTTPStreamRequest(url: url(server), idleTimeout: .milliseconds(20))
        await #expect(throws: TransportError.responseTimedOut) {
            try await transport { $0.connectTimeout = .seconds(2) }.open(request)
        }
        try await server.stop()
    }

    @Test func silenceBetweenPiecesTimesOutAndLetsTheConnectionGo() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server, idleTimeout: .seconds(60)).body
        await feed.send("half")
        #expect(try await body.next() == Array("half".utf8))
        let waiting = Task { try await body.next() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        await #expect(throws: TransportError.responseTimedOut) { try await waiting.value }
        await feed.waitUntilGone()
        await #expect(throws: TransportError.responseTimedOut) { try await body.next() }
        try await server.stop()
    }

    @Test func patienceBeginsAnewWithEveryPiece() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server, idleTimeout: .seconds(60)).body
        for _ in 1 ... 10 {
            let waiting = Task { try await body.next() }
            await clock.waitForSleepers()
            #expect(clock.timeToNextWakeUp == .seconds(60))
            clock.advance(by: .seconds(59))
            await feed.send("x")
            #expect(try await waiting.value == Array("x".utf8))
        }
        await feed.end()
        #expect(try await body.next() == nil)
        #expect(clock.sleepers == 0)
        try await server.stop()
    }

    @Test func aReaderThatTakesItsTimeIsNotSilence() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server, idleTimeout: .seconds(60)).body
        for _ in 1 ... 3 {
            await feed.send("x")
            clock.advance(by: .seconds(3600))
            #expect(try await body.next() == Array("x".utf8))
            #expect(clock.sleepers == 0)
            clock.advance(by: .seconds(3600))
        }
        await body.close()
        try await server.stop()
    }

    @Test func withoutALimitAnAnswerIsWaitedFor() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server, idleTimeout: nil).body
        await feed.send("soon")
        #expect(try await body.next() == Array("soon".utf8))
        let waiting = Task { try await body.next() }
        clock.advance(by: .seconds(86400))
        await feed.send("late")
        #expect(try await waiting.value == Array("late".utf8))
        #expect(clock.sleepers == 0)
        await body.close()
        try await server.stop()
    }

    // MARK: Ends

    @Test func cancellationEndsTheWaitForTheHead() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let opening = Task { try await open(server) }
        for await _ in server.arrivals { break }
        opening.cancel()
        await #expect(throws: TransportError.cancelled) { try await opening.value }
        try await server.stop()
    }

    @Test func cancellationEndsTheWaitForAPieceAndLetsTheConnectionGo() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        let waiting = Task { try await body.next() }
        waiting.cancel()
        await #expect(throws: TransportError.cancelled) { try await waiting.value }
        await feed.waitUntilGone()
        await #expect(throws: TransportError.cancelled) { try await body.next() }
        try await server.stop()
    }

    @Test func aClosedBodyGivesNothingMoreAndLetsTheConnectionGo() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        await feed.send("one")
        #expect(try await body.next() == Array("one".utf8))
        await feed.send("two")
        await body.close()
        await body.close()
        await #expect(throws: TransportError.cancelled) { try await body.next() }
        await feed.waitUntilGone()
        try await server.stop()
    }

    @Test func closingWakesAWaitingReader() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        let body = try await open(server).body
        let waiting = Task { try await body.next() }
        await body.close()
        await #expect(throws: TransportError.cancelled) { try await waiting.value }
        await feed.waitUntilGone()
        try await server.stop()
    }

    @Test(arguments: [0, 1, 40])
    func aBodyThatIsForgottenLetsTheConnectionGo(pieces: Int) async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        var response: HTTPStreamResponse? = try await open(server)
        for number in 0 ..< pieces {
            await feed.send("piece \(number)")
        }
        if pieces > 1 { _ = try await response?.body.next() }
        response = nil
        await feed.waitUntilGone()
        try await server.stop()
    }

    @Test func aTransportThatIsForgottenLastsAsLongAsItsBodies() async throws {
        let feed = BodyFeed()
        let server = try await LoopbackServer { _ in .feed(feed) }
        var transport: AsyncHTTPStreamTransport? = transport()
        weak let forgotten = transport
        var response = try await transport?.open(HTTPStreamRequest(url: url(server)))
        transport = nil
        #expect(forgotten != nil)
        await feed.send("one")
        #expect(try await response?.body.next() == Array("one".utf8))
        await feed.end()
        #expect(try await response?.body.next() == nil)
        response = nil
        #expect(forgotten == nil)
        try await server.stop()
    }

    @Test func everyRequestHasAConnectionOfItsOwn() async throws {
        let server = try await LoopbackServer { _ in .full(200) }
        let transport = transport()
        for _ in 1 ... 3 {
            _ = try await rest(of: transport.open(HTTPStreamRequest(url: url(server))).body)
        }
        #expect(Set(server.requests.map(\.connection)).count == 3)
        try await server.stop()
    }

    // MARK: Refusals

    @Test func aClosedPortIsRefused() async throws {
        let server = try await LoopbackServer()
        let request = try HTTPStreamRequest(url: url(server))
        let port = server.port
        try await server.stop()
        await #expect(throws: TransportError.refused(host: "127.0.0.1", port: port)) {
            try await transport().open(request)
        }
    }

    @Test(arguments: [
        ("", TransportError.connectionClosed),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n", .protocolViolation("the answer is not HTTP")),
    ])
    func whatIsNoAnswerIsSaidSo(raw: String, expected: TransportError) async throws {
        let server = try await LoopbackServer { _ in .raw(raw) }
        await #expect(throws: expected) { try await open(server) }
        #expect(server.requests.count == 1, "a link may be good for one request only")
        try await server.stop()
    }

    @Test func aSelfSignedCertificateIsRefused() async throws {
        let server = try await LoopbackServer(tls: .thisMachine)
        let url = try RemoteURL(
            "https://127.0.0.1:\(server.port)/x?token=hunter2",
            context: BaseURL("http://127.0.0.1")
        )
        let error = await #expect(throws: TransportError.self) {
            try await transport().open(HTTPStreamRequest(url: url))
        }
        #expect(error == .tls("the certificate is not trusted (private authority, self-signed or expired)"))
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    @Test(arguments: ["http", "https"])
    func proxiesAreUsedAsForEveryOtherRequest(scheme: String) async throws {
        let proxy = try await LoopbackServer { _ in .full(403, [], Array("no".utf8)) }
        let transport = transport {
            $0.proxies = ProxySettings(environment: ["all_proxy": "http://127.0.0.1:\(proxy.port)"])
        }
        let context = try BaseURL("https://context.example")
        let url = try RemoteURL("\(scheme)://archive.example/x", context: context)
        await #expect(throws: TransportError.proxy("the proxy refused the connection")) {
            try await transport.open(HTTPStreamRequest(url: url))
        }
        #expect(proxy.requests.map(\.method) == ["CONNECT"])
        #expect(proxy.requests.map(\.uri) == ["archive.example:\(scheme == "https" ? 443 : 80)"])
        let direct = try await LoopbackServer { _ in .full(204) }
        #expect(try await transport.open(HTTPStreamRequest(url: self.url(direct))).status == 204)
        try await direct.stop()
        try await proxy.stop()
    }
}
