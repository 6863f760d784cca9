import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A small HTTP and WebSocket server on a free loopback port, which answers as a test says.
final class LoopbackServer: Sendable {
    /// A request as it arrived.
    struct Received: Sendable {
        var method = ""
        var uri = ""
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// Counts the connections the server accepted: tells whether one was used twice.
        var connection = 0

        func values(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    enum Reply: Sendable {
        case full(Int, [(String, String)] = [], [UInt8] = [])
        /// These bytes as they are, then the end of the connection.
        case raw(String)
        /// A body that the test gives piece by piece.
        case feed(BodyFeed)
        /// Nothing, ever.
        case silence
    }

    /// What the server does with an open WebSocket.
    enum Socket: Sendable {
        case echo
        /// Sends these messages, the first one in fragments of this size, then waits.
        case send([String], fragment: Int)
        case ping
        case close(Int)
        case drop
        /// Reads nothing any more, so that pings stay without an answer.
        case deaf
        /// Bytes that are no frame.
        case garbage
    }

    private let channel: any Channel
    private let log: RequestLog

    var port: Int {
        channel.localAddress?.port ?? 0
    }

    var requests: [Received] {
        log.requests
    }

    /// Frames the clients sent, as `opcode text`, with `unmasked` in front where a client broke the rule; `gone` at a
    /// connection's end.
    var frames: AsyncStream<String> {
        log.frames
    }

    /// Returns when the next request has come in completely.
    var arrivals: AsyncStream<Void> {
        log.arrivals
    }

    init(
        tls: LoopbackCertificate? = nil,
        socket: Socket? = nil,
        reply: @escaping @Sendable (Received) -> Reply = { _ in .full(200) }
    ) async throws {
        let log = RequestLog()
        self.log = log
        let context: NIOSSLContext? = try tls.map(Self.tlsContext)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    if let context {
                        try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try Self.configure(child, socket: socket, log: log, number: log.nextConnection(), reply: reply)
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
    }

    func stop() async throws {
        try await channel.close()
    }

    private static func tlsContext(_ identity: LoopbackCertificate) throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(identity.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem)
        return try NIOSSLContext(configuration: .makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)
        ))
    }

    private static func configure(
        _ channel: any Channel,
        socket: Socket?,
        log: RequestLog,
        number: Int,
        reply: @escaping @Sendable (Received) -> Reply
    ) throws {
        let responder = ReplyHandler(log: log, connection: number, reply: reply)
        let bound = NIOLoopBound(responder, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: 32 << 20,
            shouldUpgrade: { channel, head in
                log.add(Received(
                    method: head.method.rawValue,
                    uri: head.uri,
                    headers: head.headers.map { ($0.name, $0.value) },
                    connection: number
                ))
                return channel.eventLoop.makeSucceededFuture(socket == nil ? nil : [:])
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SocketHandler(socket ?? .drop, log: log))
                }
            }
        )
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (upgraders: [upgrader], completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
            })
        )
        try channel.pipeline.syncOperations.addHandler(responder)
    }
}

final class RequestLog: Sendable {
    let frames: AsyncStream<String>
    let arrivals: AsyncStream<Void>
    private let frameContinuation: AsyncStream<String>.Continuation
    private let arrivalContinuation: AsyncStream<Void>.Continuation
    private let state = Mutex<(connections: Int, requests: [LoopbackServer.Received])>((0, []))

    init() {
        (frames, frameContinuation) = AsyncStream.makeStream()
        (arrivals, arrivalContinuation) = AsyncStream.makeStream()
    }

    var requests: [LoopbackServer.Received] {
        state.withLock { $0.requests }
    }

    func nextConnection() -> Int {
        state.withLock { state in
            state.connections += 1
            return state.connections
        }
    }

    func add(_ request: LoopbackServer.Received) {
        state.withLock { $0.requests.append(request) }
        arrivalContinuation.yield()
    }

    func add(frame: String) {
        frameContinuation.yield(frame)
    }
}

private final class ReplyHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: RequestLog
    private let connection: Int
    private let reply: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply
    private var request = LoopbackServer.Received()

    init(
        log: RequestLog,
        connection: Int,
        reply: @escaping @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply
    ) {
        self.log = log
        self.connection = connection
        self.reply = reply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case let .head(head):
            request = LoopbackServer.Received(
                method: head.method.rawValue,
                uri: head.uri,
                headers: head.headers.map { ($0.name, $0.value) },
                connection: connection
            )
        case let .body(part):
            request.body += Array(buffer: part)
        case .end:
            log.add(request)
            answer(reply(request), context)
        }
    }

    private func answer(_ reply: LoopbackServer.Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .silence:
            break
        case let .feed(feed):
            feed.attach(context.channel)
        case let .full(status, fields, body):
            var headers = NIOHTTP1.HTTPHeaders(fields)
            headers.add(name: "Content-Length", value: "\(body.count)")
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case let .raw(text):
            let channel = context.channel
            // Below the encoder: what is written here leaves as it is.
            context.pipeline.syncOperations.firstContextWrite(ByteBuffer(string: text)).whenComplete { _ in
                channel.close(promise: nil)
            }
        }
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Writes behind every HTTP handler.
    fileprivate func firstContextWrite(_ bytes: ByteBuffer) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        do {
            let encoder = try context(handlerType: HTTPResponseEncoder.self)
            encoder.writeAndFlush(NIOAny(bytes), promise: promise)
        } catch {
            promise.fail(error)
        }
        return promise.futureResult
    }
}

private final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let behaviour: LoopbackServer.Socket
    private let log: RequestLog

    init(_ behaviour: LoopbackServer.Socket, log: RequestLog) {
        self.behaviour = behaviour
        self.log = log
    }

    func handlerAdded(context: ChannelHandlerContext) {
        switch behaviour {
        case .echo: break
        case let .send(messages, fragment): send(messages, fragment, context)
        case .ping: write(.ping, ByteBuffer(string: "hello"), context)
        case let .close(code):
            var data = ByteBuffer()
            data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: code))
            data.writeString("because")
            write(.connectionClose, data, context)
        case .drop:
            context.close(promise: nil)
        case .deaf:
            context.channel.setOption(.autoRead, value: false).whenComplete { _ in }
        case .garbage:
            // A reserved opcode and an impossible length.
            let channel = context.channel
            channel.pipeline.context(handlerType: WebSocketFrameEncoder.self).whenSuccess { encoder in
                encoder.writeAndFlush(
                    NIOAny(ByteBuffer(bytes: [0xF3, 0x7F] + [UInt8](repeating: 0xFF, count: 8))),
                    promise: nil
                )
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let text = String(buffer: frame.unmaskedData)
        let mark = frame.maskKey == nil ? "unmasked " : ""
        switch frame.opcode {
        case .text:
            log.add(frame: mark + "text " + text)
            if case .echo = behaviour { write(.text, frame.unmaskedData, context) }
        case .ping:
            log.add(frame: mark + "ping")
            write(.pong, frame.unmaskedData, context)
        case .pong:
            log.add(frame: mark + "pong " + text)
        case .connectionClose:
            var data = frame.unmaskedData
            let code = data.readWebSocketErrorCode().map { UInt16(webSocketErrorCode: $0) }
            log.add(frame: mark + "close " + (code.map(String.init) ?? "-"))
            context.close(promise: nil)
        default:
            log.add(frame: mark + "other")
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        log.add(frame: "gone")
        context.fireChannelInactive()
    }

    private func send(_ messages: [String], _ fragment: Int, _ context: ChannelHandlerContext) {
        for (index, message) in messages.enumerated() {
            var rest = ByteBuffer(string: message)
            var isFirst = true
            while isFirst || rest.readableBytes > 0 {
                let length = min(index == 0 ? fragment : .max, rest.readableBytes)
                let part = rest.readSlice(length: length) ?? ByteBuffer()
                let frame = WebSocketFrame(
                    fin: rest.readableBytes == 0, opcode: isFirst ? .text : .continuation, data: part
                )
                context.write(wrapOutboundOut(frame), promise: nil)
                isFirst = false
            }
        }
        context.flush()
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }
}
