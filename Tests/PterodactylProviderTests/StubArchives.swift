import ProviderSupport
import TestSupport

/// A transport for archives that answers from a script, in order; the last answer again and again.
final class StubArchives: HTTPStreamTransport {
    private struct State: Sendable {
        var answers: [HTTPResponse]
        var requests: [HTTPStreamRequest] = []
    }

    private let state: Watched<State>

    init(_ answers: HTTPResponse...) {
        state = Watched(State(answers: answers))
    }

    /// Every request so far, in order.
    var requests: [HTTPStreamRequest] {
        state.value.requests
    }

    func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        let answer: HTTPResponse? = state.update { state in
            state.requests.append(request)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
        }
        guard let answer else { throw .connectionClosed }
        return HTTPStreamResponse(status: answer.status, headers: answer.headers, body: Body(answer.body))
    }

    private actor Body: HTTPBodyReader {
        private var rest: [UInt8]

        init(_ bytes: [UInt8]) {
            rest = bytes
        }

        func next() async throws(TransportError) -> [UInt8]? {
            defer { rest = [] }
            return rest.isEmpty ? nil : rest
        }

        func close() async {
            rest = []
        }
    }
}
