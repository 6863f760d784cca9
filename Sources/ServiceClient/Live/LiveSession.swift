public import BackupKit
public import ProviderSupport

/// Keeps one server's live channel up for as long as its task lives. The state machine decides; this type does what it
/// says. Everything happens in one loop, so no two steps ever overlap.
public struct LiveSession<Channel: LiveChannel>: Sendable {
    let channel: Channel
    let webSocket: any WebSocketTransport
    let clock: any Clock<Duration>
    let random: @Sendable () -> Double
    let output: AsyncStream<ProviderEvent>.Continuation

    /// How long a service may take to accept the credentials.
    static var authTimeout: Duration {
        .seconds(30)
    }

    /// The events of a channel until the consumer stops; reconnects for ever.
    ///
    /// - Parameters:
    ///   - clock: for all waits.
    ///   - random: 0 to 1, spreads reconnecting clients.
    public static func events(
        of channel: Channel,
        over webSocket: any WebSocketTransport,
        clock: any Clock<Duration>,
        random: @escaping @Sendable () -> Double
    ) -> AsyncStream<ProviderEvent> {
        AsyncStream { continuation in
            let session = LiveSession(
                channel: channel, webSocket: webSocket, clock: clock, random: random, output: continuation
            )
            let task = Task { await session.run() }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Runs until the task is cancelled.
    private func run() async {
        let (mail, box) = AsyncStream<LiveSessionMail<Channel.Frame>>.makeStream()
        var loop = LiveSessionLoop(session: self, box: box)
        loop.take(.start)
        for await item in mail {
            loop.handle(item)
        }
        loop.take(.stop)
        loop.cancelTasks()
        output.finish()
    }
}

/// Something a task of the session found out. The number tells whether it still matters.
enum LiveSessionMail<Frame: Sendable>: Sendable {
    case credentials(Int, Result<LiveCredentials, ProviderError>)
    case opened(Int, Result<any WebSocketConnection, TransportError>)
    case frame(Int, LiveFrame<Frame>)
    case ended(Int, WebSocketClosure)
    case waited(Int)
    case authTimedOut(Int)
    case renewalDue(Int)
}
