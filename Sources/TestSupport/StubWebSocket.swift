public import ProviderSupport

/// A WebSocket transport played by a test: it hands out sockets whose far end the test holds.
public final class StubWebSocketTransport: WebSocketTransport {
    private struct State: Sendable {
        var requests: [WebSocketRequest] = []
        var sockets: [StubWebSocket] = []
        var refusals: [TransportError] = []
    }

    private let state = Watched(State())

    /// Makes a transport that accepts every connection.
    public init() {}

    /// Lets the next connection fail; several are used in order.
    public func refuseNext(with error: TransportError) {
        state.update { $0.refusals.append(error) }
    }

    /// Every request to connect so far, refused ones included.
    public var requests: [WebSocketRequest] {
        state.value.requests
    }

    /// The far end of the `number`-th accepted connection, counted from 1; waits until it was opened.
    public func socket(_ number: Int) async -> StubWebSocket {
        await state.wait { $0.sockets.count >= number }.sockets[number - 1]
    }

    /// How many connections were accepted.
    public var accepted: Int {
        state.value.sockets.count
    }

    /// Opens a socket or fails as told.
    public func connect(_ request: WebSocketRequest) async throws(TransportError) -> any WebSocketConnection {
        let answer: Result<StubWebSocket, TransportError> = state.update { state in
            state.requests.append(request)
            guard state.refusals.isEmpty else { return .failure(state.refusals.removeFirst()) }
            let socket = StubWebSocket(wants: request.wants)
            state.sockets.append(socket)
            return .success(socket)
        }
        return try answer.get()
    }
}

/// One stub connection, seen from both ends.
public final class StubWebSocket: WebSocketConnection {
    private struct State: Sendable {
        var sent: [String] = []
        var dropped = 0
        var closeCode: Int?
        var isOver = false
    }

    /// What the code under test reads.
    public let events: AsyncStream<WebSocketEvent>
    private let continuation: AsyncStream<WebSocketEvent>.Continuation
    private let wants: @Sendable ([UInt8]) -> Bool
    private let state = Watched(State())

    init(wants: @escaping @Sendable ([UInt8]) -> Bool) {
        (events, continuation) = AsyncStream.makeStream()
        self.wants = wants
    }

    /// Text frames the code under test has sent.
    public var sent: [String] {
        state.value.sent
    }

    /// Frames that were not wanted and therefore never reached the decoder.
    public var dropped: Int {
        state.value.dropped
    }

    /// Waits until at least `count` text frames were sent and answers them.
    @discardableResult
    public func waitForSent(atLeast count: Int) async -> [String] {
        await state.wait { $0.sent.count >= count }.sent
    }

    /// Waits until the code under test has closed the socket and answers its code.
    public func waitForClose() async -> Int? {
        await state.wait { $0.closeCode != nil }.closeCode
    }

    /// Plays a text frame of the server.
    public func receive(_ text: String) {
        let bytes = Array(text.utf8)
        if wants(Array(bytes.prefix(WebSocketRequest.peekLength))) {
            continuation.yield(.text(bytes))
        } else {
            state.update { $0.dropped += 1 }
        }
    }

    /// Plays the server's goodbye.
    public func closeFromServer(code: Int?) {
        finish(.byPeer(code: code, reason: ""))
    }

    /// Plays a broken connection.
    public func lose(_ error: TransportError) {
        finish(.lost(error))
    }

    /// Takes a text frame of the code under test.
    public func send(_ text: String) async throws(TransportError) {
        let isOver = state.update { state in
            if !state.isOver { state.sent.append(text) }
            return state.isOver
        }
        if isOver { throw .connectionClosed }
    }

    /// Notes the code under test's goodbye.
    public func close(code: Int) async {
        state.update { if $0.closeCode == nil { $0.closeCode = code } }
        finish(.byUs)
    }

    private func finish(_ closure: WebSocketClosure) {
        let isFirst = state.update { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return }
        continuation.yield(.closed(closure))
        continuation.finish()
    }
}
