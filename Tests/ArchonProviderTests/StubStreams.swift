import ProviderSupport
import TestSupport

/// A stream transport played by a test: each request is answered by the next of the prepared answers, the last one
/// again and again, and every body stays in the test's hand.
final class StubStreams: HTTPStreamTransport {
    enum Answer: Sendable {
        case response(Int, HTTPHeaders)
        case failure(TransportError)

        /// The head of a stream of events.
        static let events = Answer.response(200, ["Content-Type": "text/event-stream; charset=utf-8"])
    }

    private struct State: Sendable {
        var answers: [Answer]
        var requests: [HTTPStreamRequest] = []
        var bodies: [StubBody] = []
    }

    private let state: Watched<State>

    init(_ answers: Answer...) {
        state = Watched(State(answers: answers))
    }

    var requests: [HTTPStreamRequest] {
        state.value.requests
    }

    /// Waits until the `number`-th request, counted from 1, was made and answers it.
    func request(_ number: Int) async -> HTTPStreamRequest {
        await state.wait { $0.requests.count >= number }.requests[number - 1]
    }

    /// The body of the `number`-th answer, counted from 1; waits until it was opened.
    func body(_ number: Int) async -> StubBody {
        await state.wait { $0.bodies.count >= number }.bodies[number - 1]
    }

    func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        let body = StubBody()
        let answer = state.update { state in
            state.requests.append(request)
            let answer = state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
            if case .response = answer { state.bodies.append(body) }
            return answer
        }
        switch answer {
        case let .response(status, headers): return HTTPStreamResponse(status: status, headers: headers, body: body)
        case let .failure(error): throw error
        }
    }
}

/// A body whose pieces a test sends one by one.
final class StubBody: HTTPBodyReader {
    private struct State: Sendable {
        var pieces: [[UInt8]] = []
        var end: TransportError??
        var isClosed = false
    }

    private let state = Watched(State())

    /// Plays a piece of the body.
    func send(_ text: String) {
        state.update { $0.pieces.append(Array(text.utf8)) }
    }

    /// Plays the end; in good order without an error.
    func end(_ error: TransportError? = nil) {
        state.update { $0.end = .some(error) }
    }

    /// Returns when the code under test has let the body go.
    func waitForClose() async {
        await state.wait(until: \.isClosed)
    }

    func next() async throws(TransportError) -> [UInt8]? {
        await state.wait { !$0.pieces.isEmpty || $0.end != nil || $0.isClosed }
        if Task.isCancelled { throw .cancelled }
        let piece: [UInt8]? = state.update { $0.pieces.isEmpty ? nil : $0.pieces.removeFirst() }
        if let piece { return piece }
        if let error = state.value.end ?? nil { throw error }
        return nil
    }

    func close() async {
        state.update { $0.isClosed = true }
    }
}
