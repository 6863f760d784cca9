public import ProviderSupport

/// An HTTP transport that answers from a script and keeps every request it was given. A request the script does not
/// know fails with `protocolViolation`, so a wrong path can never pass a test.
public final class StubTransport: HTTPTransport {
    /// How a request is answered.
    public enum Answer: Sendable {
        /// By a complete answer.
        case response(HTTPResponse)
        /// By an error of the transport.
        case failure(TransportError)
        /// Never, until the task is cancelled.
        case hang

        /// A JSON answer.
        public static func json(_ text: String, status: Int = 200) -> Self {
            json(Array(text.utf8), status: status)
        }

        /// A JSON answer made of a fixture's bytes.
        public static func json(_ bytes: [UInt8], status: Int = 200) -> Self {
            .response(HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes))
        }

        /// An answer without a body.
        public static func status(_ status: Int, headers: HTTPHeaders = [:]) -> Self {
            .response(HTTPResponse(status: status, headers: headers))
        }
    }

    private struct Script: Sendable {
        var answers: [String: [Answer]] = [:]
        var requests: [HTTPRequest] = []
    }

    private let script = Watched(Script())

    /// Makes a transport that knows no request yet.
    public init() {}

    /// Adds answers for a method and an encoded target such as `/v1/servers?limit=100`. They are given in order, the
    /// last one again and again.
    public func on(_ method: HTTPMethod, _ target: String, _ answers: Answer...) {
        script.update { $0.answers["\(method.rawValue) \(target)", default: []] += answers }
    }

    /// Forgets the answers for a target and gives these from now on.
    public func replace(_ method: HTTPMethod, _ target: String, _ answers: Answer...) {
        script.update { $0.answers["\(method.rawValue) \(target)"] = answers }
    }

    /// Every request so far, in order.
    public var requests: [HTTPRequest] {
        script.value.requests
    }

    /// Method and target of every request so far, in order.
    public var lines: [String] {
        requests.map { "\($0.method.rawValue) \($0.target)" }
    }

    /// Returns when at least `count` requests have come in.
    public func waitForRequests(atLeast count: Int) async {
        await script.wait { $0.requests.count >= count }
    }

    /// Answers as the script says.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let line = "\(request.method.rawValue) \(request.target)"
        let answer: Answer? = script.update { script in
            script.requests.append(request)
            guard let answers = script.answers[line], let first = answers.first else { return nil }
            if answers.count > 1 { script.answers[line]?.removeFirst() }
            return first
        }
        switch answer {
        case let .response(response):
            if Task.isCancelled { throw .cancelled }
            return response
        case let .failure(error):
            throw error
        case .hang:
            await Watched(()).wait { _ in false }
            throw .cancelled
        case nil:
            throw .protocolViolation("the test's script has no answer for \(line)")
        }
    }
}
