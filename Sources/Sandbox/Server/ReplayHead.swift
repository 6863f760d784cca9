import NIOCore
import NIOHTTP1

/// Gives a request its head back after a refused upgrade.
///
/// NIO 2.101 drops the head when `shouldUpgrade` refuses, so the HTTP handler would see only the end. It drops the end
/// too when the refusal comes late; therefore the decision is made without waiting.
final class ReplayHead: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var head: HTTPRequestHead?

    init(_ head: HTTPRequestHead?) {
        self.head = head
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let head {
            self.head = nil
            if case .head = Self.unwrapInboundIn(data) {
                // Some version of NIO kept it: nothing to give back.
            } else {
                context.fireChannelRead(Self.wrapInboundOut(.head(head)))
            }
        }
        context.fireChannelRead(data)
    }
}
