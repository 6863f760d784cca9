import NIOCore
import NIOHTTP1
import TestSupport

/// The far end of one long answer: a test sends its pieces when it likes, and sees what became of the connection.
final class BodyFeed: Sendable {
    private struct State: Sendable {
        var channel: (any Channel)?
        var flushed = 0
        var isGone = false
    }

    private let status: Int
    private let headers: [(String, String)]
    private let state = Watched(State())

    /// An answer with this head; without a length it comes in chunks.
    init(_ status: Int = 200, _ headers: [(String, String)] = []) {
        self.status = status
        self.headers = headers
    }

    /// Bytes of the body that the system has taken.
    var flushed: Int {
        state.value.flushed
    }

    /// Takes over the connection and sends the head.
    func attach(_ channel: any Channel) {
        channel.closeFuture.whenComplete { [state] _ in state.update { $0.isGone = true } }
        channel.writeAndFlush(HTTPServerResponsePart.head(HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: status), headers: NIOHTTP1.HTTPHeaders(headers)
        )), promise: nil)
        state.update { $0.channel = channel }
    }

    /// Hands a piece to the system, as soon as a client is there; does not wait until it was taken.
    func send(_ bytes: [UInt8]) async {
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
        await channel()?.writeAndFlush(part).whenSuccess { [state] in
            state.update { $0.flushed += bytes.count }
        }
    }

    /// The same with a text.
    func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    /// Ends the answer as it should.
    func end() async {
        await channel()?.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }

    /// Drops the connection in the middle, after what was sent has left.
    func cut() async {
        await channel()?.close(promise: nil)
    }

    /// Returns when the connection has ended.
    func waitUntilGone() async {
        await state.wait { $0.isGone }
    }

    private func channel() async -> (any Channel)? {
        await state.wait { $0.channel != nil }.channel
    }
}
