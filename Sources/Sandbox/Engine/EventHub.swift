/// Hands each event to the live channels of its server, in order.
struct EventHub<Event: Sendable> {
    private var readers: [Int: (server: GameServer.ID, continuation: AsyncStream<Event>.Continuation)] = [:]
    private var nextToken = 0

    /// Events a slow reader may be behind before its stream ends.
    private static var backlog: Int {
        4096
    }

    mutating func subscribe(to server: GameServer.ID) -> (AsyncStream<Event>, token: Int) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self,
            bufferingPolicy: .bufferingOldest(Self.backlog)
        )
        nextToken += 1
        readers[nextToken] = (server, continuation)
        return (stream, nextToken)
    }

    /// Calls `action` once the reader of `token` is gone.
    func onEnd(of token: Int, _ action: @escaping @Sendable () -> Void) {
        readers[token]?.continuation.onTermination = { _ in action() }
    }

    mutating func unsubscribe(_ token: Int) {
        readers[token] = nil
    }

    func emit(_ event: Event, of server: GameServer.ID) {
        for reader in readers.values where reader.server == server {
            if case .dropped = reader.continuation.yield(event) {
                reader.continuation.finish()
            }
        }
    }

    mutating func finish() {
        readers.values.forEach { $0.continuation.finish() }
        readers = [:]
    }
}
