import NetworkTransport
import ProviderSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct AsyncHTTPTransportTests {
    private func base(_ server: LoopbackServer, _ prefix: String = "") throws -> BaseURL {
        try BaseURL("http://127.0.0.1:\(server.port)\(prefix)")
    }

    private func transport(_ change: (inout NetworkSettings) -> Void = { _ in }) -> AsyncHTTPTransport {
        var settings = NetworkSettings.patient("backtop-tests/1 (nobody@example.com)")
        change(&settings)
        return AsyncHTTPTransport(settings)
    }

    @Test func aGetArrivesAsItWasBuilt() async throws {
        let server = try await LoopbackServer { _ in .full(200, [("X-Answer", "42")], Array("héllo".utf8)) }
        let request = try HTTPRequest(
            .get, base(server, "/prefix"),
            path: ["v1", "a/b"], query: [.init("q", "x y")], headers: ["Authorization": "Bearer t"]
        )
        let response = try await transport().send(request)
        #expect(response.status == 200)
        #expect(response.headers["x-answer"] == "42")
        #expect(String(decoding: response.body, as: UTF8.self) == "héllo")
        let received = try #require(server.requests.first)
        #expect(received.method == "GET")
        #expect(received.uri == "/prefix/v1/a%2Fb?q=x%20y")
        #expect(received.values("authorization") == ["Bearer t"])
        #expect(received.values("user-agent") == ["backtop-tests/1 (nobody@example.com)"])
        #expect(received.body.isEmpty)
        try await server.stop()
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func aBodyArrivesWhole(method: HTTPMethod) async throws {
        let server = try await LoopbackServer { _ in .full(204) }
        let body = Array(String(repeating: "ż", count: 100_000).utf8)
        let response = try await transport().send(HTTPRequest(method, base(server), path: ["x"], body: body))
        #expect(response.status == 204)
        #expect(server.requests.first?.method == method.rawValue)
        #expect(server.requests.first?.body == body)
        try await server.stop()
    }

    @Test func everyStatusIsAnAnswer() async throws {
        let server = try await LoopbackServer { request in
            .full(Int(request.uri.dropFirst()) ?? 0, [("Retry-After", "7")], Array("<html>no</html>".utf8))
        }
        let transport = transport()
        for status in [400, 401, 403, 404, 409, 429, 500, 503] {
            let response = try await transport.send(HTTPRequest(.get, base(server), path: ["\(status)"]))
            #expect(response.status == status)
            #expect(response.headers["retry-after"] == "7")
            #expect(response.body == Array("<html>no</html>".utf8))
        }
        try await server.stop()
    }

    @Test func redirectsAreNotFollowed() async throws {
        let server = try await LoopbackServer { request in
            request.uri == "/there" ? .full(200) : .full(302, [("Location", "/there")])
        }
        let response = try await transport().send(HTTPRequest(.get, base(server), path: ["here"]))
        #expect(response.status == 302)
        #expect(server.requests.map(\.uri) == ["/here"])
        try await server.stop()
    }

    @Test func readsShareAConnectionWhatWritesGetsAFreshOne() async throws {
        let server = try await LoopbackServer()
        let transport = transport()
        for method in [HTTPMethod.get, .get, .get, .post, .post, .delete] {
            _ = try await transport.send(HTTPRequest(method, base(server), path: ["x"]))
        }
        let connections = server.requests.map(\.connection)
        #expect(Set(connections[0 ..< 3]).count == 1)
        #expect(Set(connections[3...]).count == 3)
        #expect(Set(connections[0 ..< 3]).isDisjoint(with: connections[3...]))
        try await server.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"half\":",
        "",
    ])
    func aCutAnswerIsAClosedConnection(raw: String) async throws {
        let server = try await LoopbackServer { _ in .raw(raw) }
        let request = try HTTPRequest(.post, base(server), path: ["x"])
        await #expect(throws: TransportError.connectionClosed) { try await transport().send(request) }
        #expect(server.requests.count == 1, "a lost answer is never asked for again down here")
        try await server.stop()
    }

    @Test func whatIsNotHTTPIsSaidSo() async throws {
        let server = try await LoopbackServer { _ in .raw("SSH-2.0-OpenSSH_9.2\r\n\r\n") }
        let request = try HTTPRequest(.get, base(server), path: ["x"])
        await #expect(throws: TransportError.protocolViolation("the answer is not HTTP")) {
            try await transport().send(request)
        }
        try await server.stop()
    }

    @Test func aClosedPortIsRefusedAtOnce() async throws {
        let server = try await LoopbackServer()
        let port = server.port
        let request = try HTTPRequest(.get, base(server))
        try await server.stop()
        await #expect(throws: TransportError.refused(host: "127.0.0.1", port: port)) {
            try await transport().send(request)
        }
    }

    @Test func aNameWithoutAddressIsSaidSo() async throws {
        let request = try HTTPRequest(.get, BaseURL("http://no-such-host.invalid"))
        await #expect(throws: TransportError.nameNotResolved(host: "no-such-host.invalid")) {
            try await transport().send(request)
        }
    }

    @Test func aSilentServerTimesOutAndMayHaveDoneTheWork() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let request = try HTTPRequest(.post, base(server), path: ["x"])
        let error = await #expect(throws: TransportError.self) {
            try await transport { $0.idleTimeout = .milliseconds(50) }.send(request)
        }
        #expect(error == .responseTimedOut)
        #expect(error?.mayHaveBeenProcessed == true)
        try await server.stop()
    }

    @Test func theWholeRequestHasALimitToo() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let request = try HTTPRequest(.get, base(server), path: ["x"])
        await #expect(throws: TransportError.responseTimedOut) {
            try await transport { $0.requestTimeout = .milliseconds(50) }.send(request)
        }
        try await server.stop()
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func aRequestMayBeGivenMoreTimeThanTheSettingsAllow(method: HTTPMethod) async throws {
        let feed = BodyFeed(200, [("Content-Length", "4")])
        let server = try await LoopbackServer { $0.uri == "/patient" ? .feed(feed) : .silence }
        let transport = transport {
            $0.idleTimeout = .milliseconds(60)
            $0.requestTimeout = .milliseconds(150)
        }
        let patient = try HTTPRequest(method, base(server), path: ["patient"], timeout: .seconds(600))
        let usual = try HTTPRequest(method, base(server), path: ["usual"])
        let answer = Task { try await transport.send(patient) }
        for await _ in server.arrivals { break }
        // Every limit of the settings has passed when a later request has failed by it.
        for _ in 1 ... 2 {
            await #expect(throws: TransportError.responseTimedOut) { try await transport.send(usual) }
        }
        await feed.send("do")
        await #expect(throws: TransportError.responseTimedOut) { try await transport.send(usual) }
        await feed.send("ne")
        #expect(try await String(decoding: answer.value.body, as: UTF8.self) == "done")
        try await server.stop()
    }

    @Test func aRequestMayBeGivenLessTimeThanTheSettingsAllow() async throws {
        let server = try await LoopbackServer { _ in .silence }
        await #expect(throws: TransportError.responseTimedOut) {
            try await transport().send(HTTPRequest(.get, base(server), path: ["x"], timeout: .milliseconds(60)))
        }
        try await server.stop()
    }

    @Test func cancellationEndsARequest() async throws {
        let server = try await LoopbackServer { _ in .silence }
        let request = try HTTPRequest(.get, base(server), path: ["x"])
        let transport = transport()
        let sending = Task { try await transport.send(request) }
        for await _ in server.arrivals { break }
        sending.cancel()
        await #expect(throws: TransportError.cancelled) { try await sending.value }
        try await server.stop()
    }

    @Test func anEndlessAnswerIsNotRead() async throws {
        let server = try await LoopbackServer { _ in .full(200, [], [UInt8](repeating: 65, count: 100_001)) }
        let request = try HTTPRequest(.get, base(server), path: ["x"])
        await #expect(throws: TransportError.responseTooLarge(limit: 100_000)) {
            try await transport { $0.maximumResponseSize = 100_000 }.send(request)
        }
        let fits = try await transport { $0.maximumResponseSize = 100_001 }.send(request)
        #expect(fits.body.count == 100_001)
        try await server.stop()
    }

    @Test func aCompressedAnswerIsUnpacked() async throws {
        // `printf '{"packed":true}' | gzip -n`
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xAB, 0x56, 0x2A, 0x48, 0x4C, 0xCE, 0x4E, 0x4D,
            0x51, 0xB2, 0x2A, 0x29, 0x2A, 0x4D, 0xAD, 0x05, 0x00, 0x89, 0xE0, 0xB5, 0xDC, 0x0F, 0x00, 0x00, 0x00,
        ]
        let server = try await LoopbackServer { _ in .full(200, [("Content-Encoding", "gzip")], packed) }
        let response = try await transport().send(HTTPRequest(.get, base(server), path: ["x"]))
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"packed":true}"#)
        #expect(server.requests.first?.values("accept-encoding") == ["gzip"])
        try await server.stop()
    }
}
