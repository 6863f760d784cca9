import HTTPTypes
import NIOCore
import NIOWebSocket

/// Runs an upgraded connection: reads frames, answers pings and closes, and lets the dialect speak.
struct SocketService: Sendable {
    typealias SocketChannel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let directory: SystemDirectory
    let faults: FaultBoard
    let recorder: RequestRecorder
    let registry: SocketRegistry

    /// Serves until either side closes. Errors of the connection just end it.
    func serve(_ channel: SocketChannel, call: Call) async {
        guard let (dialect, call) = directory.resolve(call), let live = dialect.socket(at: call.path) else {
            channel.channel.close(promise: nil)
            return
        }
        await recorder.record(call, system: dialect.system, authorized: dialect.isAuthorized(call), status: 101)
        do {
            try await channel.executeThenClose { inbound, outbound in
                let link = SocketLink(
                    system: dialect.system,
                    path: call.fullPath,
                    channel: channel.channel,
                    outbound: outbound,
                    faults: faults,
                    recorder: recorder
                )
                let id = await registry.add(link)
                let (incoming, texts) = AsyncStream.makeStream(of: String.self)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await live.run(link, incoming: incoming)
                        // The dialect hung up: unblock the reader.
                        link.channel.close(promise: nil)
                    }
                    await read(inbound, link, texts)
                    texts.finish()
                    group.cancelAll()
                }
                await registry.remove(id)
            }
        } catch {
            // A connection that broke has ended; there is nobody to tell.
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ link: SocketLink,
        _ texts: AsyncStream<String>.Continuation
    ) async {
        do {
            for try await frame in inbound {
                var data = frame.unmaskedData
                switch frame.opcode {
                case .text:
                    texts.yield(data.readString(length: data.readableBytes) ?? "")
                case .ping:
                    try await link.outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: data))
                case .connectionClose:
                    try await link.outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
                    return
                default:
                    break
                }
            }
        } catch {
            // The same: the connection broke.
        }
    }
}
