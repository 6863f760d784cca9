import NIOCore
import NIOWebSocket
import ProviderSupport

/// The near end of an open WebSocket.
final class NIOWebSocketConnection: WebSocketConnection {
    let events: AsyncStream<WebSocketEvent>
    private let channel: any Channel

    init(channel: any Channel, events: AsyncStream<WebSocketEvent>) {
        self.channel = channel
        self.events = events
    }

    deinit {
        channel.close(promise: nil)
    }

    func send(_ text: String) async throws(TransportError) {
        let frame = WebSocketFrame(
            fin: true, opcode: .text, maskKey: .random(), data: channel.allocator.buffer(string: text)
        )
        do {
            try await channel.writeAndFlush(frame)
        } catch {
            throw TransportError(error, host: "", port: 0)
        }
    }

    func close(code: Int) async {
        channel.triggerUserOutboundEvent(WebSocketFrameHandler.Goodbye(code: code), promise: nil)
    }
}
