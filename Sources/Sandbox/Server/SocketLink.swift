import NIOCore
import NIOWebSocket

/// The sending side of one open WebSocket.
struct SocketLink: LiveLink {
    let system: SandboxSystem
    let path: String
    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    let faults: FaultBoard
    let recorder: RequestRecorder

    /// Sends one JSON text frame.
    func send(_ json: JSON) async throws {
        try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: json.bytes)))
    }

    /// Sends a close frame and hangs up; 1006 hangs up without one.
    func close(code: UInt16) async {
        if code != 1006 {
            var data = ByteBuffer()
            data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: Int(code)))
            // A peer that is gone already needs no close frame.
            try? await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        }
        channel.close(promise: nil)
    }
}
