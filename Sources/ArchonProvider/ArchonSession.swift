import BackupKit
import ProviderSupport

/// Keeps one server's live connection up for as long as its task lives. The state machine decides; this type does what
/// it says. Everything happens in one loop, so no two steps ever overlap.
struct ArchonSession: Sendable {
    let server: Server.ID
    let connection: ArchonConnection
    let webSocket: any WebSocketTransport
    let clock: any Clock<Duration>
    let random: @Sendable () -> Double
    let output: AsyncStream<ProviderEvent>.Continuation

    /// How long the node may take to accept the credentials (sheet 4.1).
    static let authTimeout = Duration.seconds(30)

    /// Runs until the task is cancelled.
    func run() async {
        let (mail, box) = AsyncStream<ArchonSessionMail>.makeStream()
        var loop = ArchonSessionLoop(session: self, box: box)
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
enum ArchonSessionMail: Sendable {
    case credentials(Int, Result<ArchonWire.SocketCredentials, ProviderError>)
    case opened(Int, Result<any WebSocketConnection, TransportError>)
    case frame(Int, ArchonFrame)
    case ended(Int, WebSocketClosure)
    case waited(Int)
    case authTimedOut(Int)
}
