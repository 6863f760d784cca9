import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket whose text frames are read one by one.
struct SocketTestClient: Sendable {
    typealias SocketChannel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    enum Outcome: Sendable {
        case open(SocketChannel)
        case refused
    }

    /// What came over the socket.
    enum Arrival: Sendable {
        case text(String)
        case pong(String)
        case closed(code: Int?)
    }

    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    private let arrivals: AsyncStream<Arrival>

    /// Connects, lets `body` talk, and closes. Throws when the upgrade is refused.
    static func with<Result: Sendable>(
        port: Int,
        path: String,
        headers: [(String, String)] = [],
        _ body: @Sendable (SocketTestClient) async throws -> Result
    ) async throws -> Result {
        guard case let .open(channel) = try await connect(port, path, headers)
        else { throw TestFailure("upgrade refused") }
        return try await channel.executeThenClose { inbound, outbound in
            let (arrivals, continuation) = AsyncStream.makeStream(of: Arrival.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await pump(inbound, continuation) }
                defer { group.cancelAll() }
                return try await body(SocketTestClient(outbound: outbound, arrivals: arrivals))
            }
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(WebSocketFrame(
            fin: true,
            opcode: .text,
            maskKey: .random(),
            data: ByteBuffer(string: text)
        ))
    }

    func ping(_ text: String) async throws {
        try await outbound.write(WebSocketFrame(
            fin: true,
            opcode: .ping,
            maskKey: .random(),
            data: ByteBuffer(string: text)
        ))
    }

    /// The first arrival that `matches`; those before it are dropped. Throws after `limit` without one.
    func first<Found: Sendable>(
        within limit: Duration = .seconds(300),
        _ matches: @escaping @Sendable (Arrival) -> Found?
    ) async throws -> Found {
        try await withThrowingTaskGroup(of: Found.self) { group in
            group.addTask { [arrivals] in
                for await arrival in arrivals {
                    if let found = matches(arrival) {
                        return found
                    }
                }
                throw TestFailure("the socket ended first")
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TestFailure("nothing matched in time")
            }
            defer { group.cancelAll() }
            guard let found = try await group.next() else { throw TestFailure("no result") }
            return found
        }
    }

    /// The next event called `name`.
    func event(_ name: String) async throws -> [String: String] {
        try await first { arrival in
            guard let fields = Self.fields(arrival), fields["event"] == name else { return nil }
            return fields
        }
    }

    /// A text frame's members as text.
    static func fields(_ arrival: Arrival) -> [String: String]? {
        guard case let .text(text) = arrival else { return nil }
        let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return object?.mapValues { "\($0)" }
    }

    private static func pump(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ arrivals: AsyncStream<Arrival>.Continuation
    ) async {
        var code: Int?
        do {
            for try await frame in inbound {
                var data = frame.unmaskedData
                switch frame.opcode {
                case .text: arrivals.yield(.text(data.readString(length: data.readableBytes) ?? ""))
                case .pong: arrivals.yield(.pong(data.readString(length: data.readableBytes) ?? ""))
                case .connectionClose: code = data.readInteger(as: UInt16.self).map(Int.init)
                default: break
                }
            }
        } catch {
            code = nil
        }
        arrivals.yield(.closed(code: code))
        arrivals.finish()
    }

    private static func connect(
        _ port: Int,
        _ path: String,
        _ extra: [(String, String)]
    ) async throws -> Outcome {
        let upgraded: EventLoopFuture<Outcome> = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(maxFrameSize: 1 << 20) { channel, _ in
                        channel.eventLoop.makeCompletedFuture {
                            try .open(NIOAsyncChannel(wrappingChannelSynchronously: channel))
                        }
                    }
                    let head = HTTPRequestHead(
                        version: .http1_1,
                        method: .GET,
                        uri: path,
                        headers: HTTPHeaders([("Host", "127.0.0.1:\(port)")] + extra)
                    )
                    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: .init(upgradeConfiguration: .init(
                            upgradeRequestHead: head,
                            upgraders: [upgrader],
                            notUpgradingCompletionHandler: { channel in
                                channel.close(promise: nil)
                                return channel.eventLoop.makeSucceededFuture(.refused)
                            }
                        ))
                    )
                }
            }
        return try await upgraded.get()
    }
}
