import NIOCore
import NIOWebSocket
import ProviderSupport

/// The end of a WebSocket's pipeline, on the event loop: drops unwanted frames, answers pings and goodbyes, pings by
/// itself, and ends the connection when the peer is silent or the reader does not keep up.
final class WebSocketFrameHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// Asks for a close from outside the event loop.
    struct Goodbye: Sendable {
        let code: Int
    }

    /// Wanted frames nobody has read yet; more mean that the reader hangs, and memory must not grow without bound.
    static let longestBacklog = 10000

    private let events: AsyncStream<WebSocketEvent>.Continuation
    private let wants: @Sendable ([UInt8]) -> Bool
    private let pingInterval: TimeAmount
    private var pinging: RepeatedTask?
    private var isOver = false

    private init(
        events: AsyncStream<WebSocketEvent>.Continuation,
        wants: @escaping @Sendable ([UInt8]) -> Bool,
        pingInterval: TimeAmount
    ) {
        self.events = events
        self.wants = wants
        self.pingInterval = pingInterval
    }

    /// Makes a handler for a channel's pipeline and the connection that reads from it.
    static func make(
        channel: any Channel,
        wants: @escaping @Sendable ([UInt8]) -> Bool,
        pingInterval: TimeAmount
    ) -> (WebSocketFrameHandler, NIOWebSocketConnection) {
        let (stream, continuation) = AsyncStream<WebSocketEvent>.makeStream(
            bufferingPolicy: .bufferingOldest(longestBacklog)
        )
        let handler = WebSocketFrameHandler(events: continuation, wants: wants, pingInterval: pingInterval)
        return (handler, NIOWebSocketConnection(channel: channel, events: stream))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        pinging = context.eventLoop.scheduleRepeatedTask(initialDelay: pingInterval, delay: pingInterval) { _ in
            bound.value.handler.write(.ping, ByteBuffer(), bound.value.context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.lost(.connectionClosed))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text:
            let bytes = frame.unmaskedData.readableBytesView
            if wants(Array(bytes.prefix(WebSocketRequest.peekLength))) { deliver(Array(bytes), context) }
        case .ping:
            write(.pong, frame.unmaskedData, context)
        case .connectionClose:
            answerGoodbye(frame.unmaskedData, context)
        default:
            break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.lost(.connectionClosed))
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? IdleStateHandler.IdleStateEvent, event == .read {
            finish(.lost(.responseTimedOut))
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.lost(TransportError(error, host: "", port: 0)))
        context.close(promise: nil)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let goodbye = event as? Goodbye else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if !isOver {
            finish(.byUs)
            sendGoodbye(WebSocketErrorCode(codeNumber: goodbye.code), context)
        }
        promise?.succeed()
    }

    private func deliver(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard case .dropped = events.yield(.text(bytes)) else { return }
        // A gap would be a lie: the reader must connect again and list.
        finish(.lost(.protocolViolation("events came faster than they could be read")))
        context.close(promise: nil)
    }

    private func answerGoodbye(_ data: ByteBuffer, _ context: ChannelHandlerContext) {
        var data = data
        let code = data.readWebSocketErrorCode()
        let reason = data.readString(length: data.readableBytes) ?? ""
        finish(.byPeer(code: code.map { Int(UInt16(webSocketErrorCode: $0)) }, reason: reason))
        sendGoodbye(code ?? .normalClosure, context)
    }

    /// Comes after `finish`: the close may run at once and would be reported as a loss.
    private func sendGoodbye(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: code)
        let channel = context.channel
        // A peer that reads nothing any more would keep the goodbye, and with it the connection, for ever.
        let giveUp = context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        write(.connectionClose, data, context).whenComplete { _ in
            giveUp.cancel()
            channel.close(promise: nil)
        }
    }

    @discardableResult
    private func write(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void> {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        let promise = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
        return promise.futureResult
    }

    private func finish(_ closure: WebSocketClosure) {
        guard !isOver else { return }
        isOver = true
        pinging?.cancel()
        events.yield(.closed(closure))
        events.finish()
    }
}
