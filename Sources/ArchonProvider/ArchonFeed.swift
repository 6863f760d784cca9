import BackupKit
import ProviderSupport
import ServiceClient

/// A server's live news as one stream: the node's socket, and the service's lifecycle stream beside it.
///
/// The socket alone decides whether the feed is up; the lifecycle stream only adds to it, and nothing of it comes
/// before the socket's first word.
///
/// The stream belongs to the queue: it is weeks younger, and the documents, which end with v1, do not know it (wire
/// sheet archon, sections 4.5 and 7.1). So v0 and v1, fixed or found, never ask for it.
struct ArchonFeed: Sendable {
    let connection: ServiceConnection
    let endpoints: ArchonEndpoints
    let dialect: ArchonDialect
    let generations: ArchonGenerations
    let streaming: (any HTTPStreamTransport)?
    let webSocket: any WebSocketTransport
    let clock: any Clock<Duration>
    let random: @Sendable () -> Double

    /// Everything told of a server, reconnecting for ever; ends when the consumer stops.
    func events(of server: Server.ID) -> AsyncStream<ProviderEvent> {
        let live = LiveSession.events(
            of: ArchonChannel(server: server, connection: connection, endpoints: endpoints),
            over: webSocket,
            clock: clock,
            random: random
        )
        guard let streaming, generations.fixed ?? .queue == .queue else { return live }
        let sync = ArchonSync(
            server: server,
            endpoints: endpoints,
            dialect: dialect,
            failure: connection.failure(of: .followEvents(server)),
            transport: streaming,
            clock: clock,
            random: random
        )
        return AsyncStream { continuation in
            let task = Task { await merge(live, sync, into: continuation) }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func merge(
        _ live: AsyncStream<ProviderEvent>,
        _ sync: ArchonSync,
        into output: AsyncStream<ProviderEvent>.Continuation
    ) async {
        let (begun, begin) = AsyncStream<Never>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in live {
                    output.yield(event)
                    begin.finish()
                }
            }
            group.addTask {
                for await _ in begun {}
                // Until a list has told which API the server has, nobody knows whether there is a stream.
                guard await generations.whenKnown(sync.server) == .queue else { return }
                await sync.run { output.yield($0) }
            }
        }
        output.finish()
    }
}
