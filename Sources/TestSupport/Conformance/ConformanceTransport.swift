import ProviderSupport

/// Answers each request by a function of it, and keeps all requests.
final class ConformanceTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) -> StubTransport.Answer?
    private let log = Watched<[HTTPRequest]>([])

    init(_ answer: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?) {
        self.answer = answer
    }

    var requests: [HTTPRequest] {
        log.value
    }

    /// Requests that could change something.
    var mutations: [HTTPRequest] {
        requests.filter { !$0.method.isSafe }
    }

    func waitForRequest() async {
        await log.wait { !$0.isEmpty }
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        log.update { $0.append(request) }
        switch answer(request) {
        case let .response(response): return response
        case let .failure(error): throw error
        case .hang:
            await Watched(()).wait { _ in false }
            throw .cancelled
        case nil: return HTTPResponse(
                status: 404,
                headers: ["Content-Type": "application/json"],
                body: Array("{}".utf8)
            )
        }
    }
}
