import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// HTTP/1.1 and WebSockets on one port: a connection that asks for an upgrade the gate grants becomes a socket.
struct SandboxChannel: HTTPChannelHandler {
    /// What a connection became.
    enum Connection: Sendable {
        case socket(SocketService.SocketChannel, Call)
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    }

    struct Value: ServerChildChannelValue {
        let connection: EventLoopFuture<Connection>
        let channel: any Channel
    }

    let responder: HTTPChannelHandler.Responder
    let sockets: SocketService
    /// Whether an upgrade of this request is granted.
    let grantsUpgrade: @Sendable (Call) -> Bool

    private static let maximumFrame = 1 << 20

    func setup(channel: any Channel, logger _: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            // Set by the upgrader, read by the other branch; both run on this event loop.
            let refused = NIOLoopBoundBox<HTTPRequestHead?>(nil, eventLoop: channel.eventLoop)
            let upgrader = NIOTypedWebSocketServerUpgrader<Connection>(
                maxFrameSize: Self.maximumFrame,
                shouldUpgrade: { channel, head in
                    refused.value = head
                    return channel.eventLoop.makeSucceededFuture(grantsUpgrade(Call(upgrade: head)) ? [:] : nil)
                },
                upgradePipelineHandler: { channel, head in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0,
                            maxAccumulatedFrameCount: 1024,
                            maxAccumulatedFrameSize: Self.maximumFrame
                        ))
                        return try .socket(NIOAsyncChannel(wrappingChannelSynchronously: channel), Call(upgrade: head))
                    }
                }
            )
            let connection = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: .init(upgradeConfiguration: .init(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture {
                            let operations = channel.pipeline.syncOperations
                            try operations.addHandler(ReplayHead(refused.value))
                            try operations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
                            return try .http(NIOAsyncChannel(
                                wrappingChannelSynchronously: channel,
                                configuration: .init(isOutboundHalfClosureEnabled: true)
                            ))
                        }
                    }
                ))
            )
            return Value(connection: connection, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        let connection: Connection
        do {
            // A client that connected and has said nothing yet would hold up the stop for as long as it likes.
            connection = try await withTaskCancellationHandler {
                try await value.connection.get()
            } onCancel: {
                value.channel.close(promise: nil)
            }
        } catch {
            value.channel.close(promise: nil)
            return
        }
        switch connection {
        case let .socket(channel, call): await sockets.serve(channel, call: call)
        case let .http(channel): await handleHTTP(asyncChannel: channel, logger: logger)
        }
    }
}

extension Call {
    /// The request that asks for an upgrade, which has no body.
    fileprivate init(upgrade head: HTTPRequestHead) {
        var fields = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        self.init(
            head: HTTPRequest(
                method: .get,
                scheme: "http",
                authority: head.headers.first(name: "host"),
                path: head.uri,
                headerFields: fields
            ),
            body: []
        )
    }
}
