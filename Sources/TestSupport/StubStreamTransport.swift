public import ProviderSupport

/// A transport of long answers that answers from a script and keeps every request it was given. An address that the
/// script does not know fails with `protocolViolation`, so a wrong one can never pass a test.
public final class StubStreamTransport: HTTPStreamTransport {
    /// How a request is answered.
    public enum Answer: Sendable {
        /// By a head and a body in pieces; empty pieces are left out.
        case response(status: Int, headers: HTTPHeaders, pieces: [[UInt8]], ending: Ending)
        /// By an error of the transport.
        case failure(TransportError)
        /// Never, until the task is cancelled.
        case hang

        /// An archive from its first byte on, in pieces of at most `pieceSize` bytes, with its length.
        public static func archive(
            _ bytes: [UInt8],
            pieceSize: Int = .max,
            ending: Ending = .whole
        ) -> Self {
            .response(
                status: 200,
                headers: ["Content-Type": "application/gzip", "Content-Length": "\(bytes.count)"],
                pieces: cut(bytes[...], pieceSize),
                ending: ending
            )
        }

        /// The rest of an archive from `offset` on, as a service sends it that can resume.
        public static func rest(
            of bytes: [UInt8],
            from offset: Int,
            pieceSize: Int = .max,
            ending: Ending = .whole
        ) -> Self {
            .response(
                status: 206,
                headers: [
                    "Content-Type": "application/gzip",
                    "Content-Length": "\(bytes.count - offset)",
                    "Content-Range": "bytes \(offset)-\(bytes.count - 1)/\(bytes.count)",
                ],
                pieces: cut(bytes[offset...], pieceSize),
                ending: ending
            )
        }

        /// A whole answer in one piece, such as a refusal.
        public static func text(_ status: Int, _ text: String, type: String = "application/json") -> Self {
            .response(
                status: status, headers: ["Content-Type": type], pieces: [Array(text.utf8)], ending: .whole
            )
        }

        private static func cut(_ bytes: ArraySlice<UInt8>, _ size: Int) -> [[UInt8]] {
            var rest = bytes
            var pieces: [[UInt8]] = []
            while !rest.isEmpty {
                pieces.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            return pieces
        }
    }

    /// What follows the last piece of a body.
    public enum Ending: Hashable, Sendable {
        /// The end.
        case whole
        /// A broken connection.
        case broken(TransportError)
        /// Nothing, until the body is closed or the reading task is cancelled.
        case hang
    }

    private struct Script: Sendable {
        var answers: [String: [Answer]] = [:]
        var requests: [HTTPStreamRequest] = []
        var bodies: [StubBodyReader] = []
    }

    private let script = Watched(Script())

    /// Makes a transport that knows no address yet.
    public init() {}

    /// Adds answers for a whole address such as `https://node.example/download?token=x`. They are given in order, the
    /// last one again and again.
    public func on(_ address: String, _ answers: Answer...) {
        script.update { $0.answers[address, default: []] += answers }
    }

    /// Forgets the answers for an address and gives these from now on.
    public func replace(_ address: String, _ answers: Answer...) {
        script.update { $0.answers[address] = answers }
    }

    /// Every request so far, in order.
    public var requests: [HTTPStreamRequest] {
        script.value.requests
    }

    /// The whole address of every request so far, in order.
    public var addresses: [String] {
        requests.map { $0.url.reveal() }
    }

    /// Bodies that were neither read to their end nor closed: their connections are still taken.
    public var openBodies: Int {
        script.value.bodies.count { $0.isOpen }
    }

    /// Returns when at least `count` requests have come in.
    public func waitForRequests(atLeast count: Int) async {
        await script.wait { $0.requests.count >= count }
    }

    /// Answers as the script says.
    public func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        let address = request.url.reveal()
        let answer: Answer? = script.update { script in
            script.requests.append(request)
            guard let answers = script.answers[address], let first = answers.first else { return nil }
            if answers.count > 1 { script.answers[address]?.removeFirst() }
            return first
        }
        switch answer {
        case let .response(status, headers, pieces, ending):
            if Task.isCancelled { throw .cancelled }
            let body = StubBodyReader(pieces.filter { !$0.isEmpty }, ending: ending)
            script.update { $0.bodies.append(body) }
            return HTTPStreamResponse(status: status, headers: headers, body: body)
        case let .failure(error):
            throw error
        case .hang:
            await Watched(()).wait { _ in false }
            throw .cancelled
        case nil:
            throw .protocolViolation("the test's script has no answer for \(address)")
        }
    }
}
