import ProviderSupport
import TestSupport

/// A streaming transport with one answer, which keeps what it was asked for.
final class StubArchives: HTTPStreamTransport {
    private let requestLog = Watched<[HTTPStreamRequest]>([])
    private let status: Int
    private let headers: HTTPHeaders
    private let body: [UInt8]

    init(status: Int = 200, headers: HTTPHeaders = ["Content-Type": "application/gzip"], body: [UInt8] = [1, 2, 3]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    var requests: [HTTPStreamRequest] {
        requestLog.value
    }

    func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        requestLog.update { $0.append(request) }
        return HTTPStreamResponse(status: status, headers: headers, body: Pieces(body))
    }

    private final class Pieces: HTTPBodyReader {
        private let rest: Watched<[UInt8]>

        init(_ bytes: [UInt8]) {
            rest = Watched(bytes)
        }

        func next() async throws(TransportError) -> [UInt8]? {
            rest.update { rest in
                defer { rest = [] }
                return rest.isEmpty ? nil : rest
            }
        }

        func close() async {}
    }
}
