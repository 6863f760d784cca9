import ProviderSupport
import Testing
import TestSupport

/// A session outlives its token: the source is asked again when the service refuses it.
@Suite(.timeLimit(.minutes(20)))
struct TokenRenewalTests {
    private static let (old, new) = (Secret("old-token-1"), Secret("new-token-2"))

    private let base: BaseURL
    private let stub = StubTransport()
    private let clock = ManualClock()
    private let fetched = Watched(0)
    private let source: Watched<Secret?>

    init() throws {
        base = try BaseURL("https://example")
        source = Watched(Self.new)
    }

    private var renewal: TokenRenewal {
        let (fetched, source) = (fetched, source)
        return TokenRenewal(Self.old, clock: clock) {
            fetched.update { $0 += 1 }
            return source.value
        }
    }

    private func request(_ method: HTTPMethod = .get, token: Secret = Self.old) -> HTTPRequest {
        HTTPRequest(method, base, path: ["x"], headers: ["Authorization": "Bearer \(token.reveal())"])
    }

    private var sentTokens: [String?] {
        stub.requests.map { $0.headers["Authorization"] }
    }

    @Test func aReadingThatIsRefusedIsSentAgainWithTheNewToken() async throws {
        stub.on(.get, "/x", .status(401), .status(200), .status(200))
        let transport = RenewedHTTPTransport(stub, renewal: renewal)
        #expect(try await transport.send(request()).status == 200)
        #expect(try await transport.send(request()).status == 200)
        #expect(sentTokens == ["Bearer old-token-1", "Bearer new-token-2", "Bearer new-token-2"])
        #expect(fetched.value == 1)
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func whatWritesIsNeverSentTwice(method: HTTPMethod) async throws {
        stub.on(method, "/x", .status(401), .status(204))
        let transport = RenewedHTTPTransport(stub, renewal: renewal)
        #expect(try await transport.send(request(method)).status == 401)
        #expect(stub.requests.count == 1)
        #expect(try await transport.send(request(method)).status == 204, "the user's next try has the new token")
        #expect(sentTokens.last == "Bearer new-token-2")
    }

    @Test(arguments: [nil, Self.old] as [Secret?])
    func aSourceWithoutAnotherTokenIsAskedTwiceAMinuteAtMost(answer: Secret?) async throws {
        source.update { $0 = answer }
        stub.on(.get, "/x", .status(401))
        let transport = RenewedHTTPTransport(stub, renewal: renewal)
        for _ in 1 ... 5 { #expect(try await transport.send(request()).status == 401) }
        #expect(fetched.value == 1)
        #expect(stub.requests.count == 5)
        clock.advance(by: .seconds(30))
        source.update { $0 = Self.new }
        #expect(try await transport.send(request()).status == 401, "the service refuses that one, too")
        #expect(fetched.value == 2)
        #expect(stub.requests.count == 7)
    }

    @Test func manyThatAreRefusedAtOnceAskOnce() async throws {
        stub.on(.get, "/x", .status(401), .status(401), .status(401), .status(401), .status(200))
        let transport = RenewedHTTPTransport(stub, renewal: renewal)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1 ... 4 { group.addTask { try await transport.send(request()).status } }
            for try await status in group { #expect(status == 200 || status == 401) }
        }
        #expect(fetched.value == 1)
    }

    @Test func whoProvesItselfInAnotherWayIsLeftAlone() async throws {
        stub.on(.get, "/x", .status(401))
        let transport = RenewedHTTPTransport(stub, renewal: renewal)
        #expect(try await transport.send(request(token: Secret("write-token"))).status == 401)
        #expect(try await transport.send(HTTPRequest(.get, base, path: ["x"])).status == 401)
        #expect(fetched.value == 0)
    }

    @Test func theNewTokenStandsInNoRefusal() async throws {
        stub.on(.get, "/x", .status(401), .json(#"{"error":"new-token-2 may not do that"}"#, status: 403))
        let response = try await RenewedHTTPTransport(stub, renewal: renewal).send(request())
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"error":"<secret> may not do that"}"#)
    }

    @Test func aLongAnswerIsAskedForWithTheTokenInForce() async throws {
        stub.on(.get, "/x", .status(401), .status(200))
        let (renewal, streams) = (renewal, StubStreamTransport())
        let transport = RenewedStreamTransport(streams, renewal: renewal)
        let long = HTTPStreamRequest(url: RemoteURL(request()), headers: request().headers)
        // The stub keeps what it was asked, and knows no such address.
        _ = try? await transport.open(long)
        _ = try await RenewedHTTPTransport(stub, renewal: renewal).send(request())
        _ = try? await transport.open(long)
        #expect(streams.requests.map { $0.headers["Authorization"] } == ["Bearer old-token-1", "Bearer new-token-2"])
    }
}
