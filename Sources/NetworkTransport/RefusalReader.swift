import NIOCore
import NIOHTTP1
import ProviderSupport

/// Reads the answer of a server that did not open a WebSocket: its status and the first kilobytes of its text.
final class RefusalReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private static let longestBody = 4096

    private let answer: EventLoopPromise<TransportError>
    private var status: Int?
    private var headers: ProviderSupport.HTTPHeaders = [:]
    private var body: [UInt8] = []

    init(answer: EventLoopPromise<TransportError>) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case let .head(head):
            status = Int(head.status.code)
            for name in ["Retry-After", "Date"] { headers[name] = head.headers.first(name: name) }
        case let .body(part):
            body.append(contentsOf: part.readableBytesView.prefix(Self.longestBody - body.count))
            if body.count == Self.longestBody { finish(context) }
        case .end:
            finish(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if status == nil {
            answer.fail(error)
            context.close(promise: nil)
        } else {
            finish(context)
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        if let status {
            answer.succeed(.upgradeRefused(status: status, body: body, headers: headers))
        } else {
            answer.fail(TransportError.connectionClosed)
        }
        context.close(promise: nil)
    }
}
