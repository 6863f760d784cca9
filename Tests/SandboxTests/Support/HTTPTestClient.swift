import NIOCore
import NIOHTTP1
import NIOPosix

/// One request per connection, and nothing done behind the test's back.
enum HTTPTestClient {
    static func send(
        _ method: String,
        host: String = "127.0.0.1",
        port: Int,
        path: String,
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> Reply {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var fields = HTTPHeaders([("Host", "\(host):\(port)"), ("Content-Length", String(body?.utf8.count ?? 0))])
            for (name, value) in headers {
                fields.add(name: name, value: value)
            }
            let head = HTTPRequestHead(version: .http1_1, method: .RAW(value: method), uri: path, headers: fields)
            var parts: [HTTPClientRequestPart] = [.head(head)]
            if let body {
                parts.append(.body(.byteBuffer(ByteBuffer(string: body))))
            }
            try await outbound.write(contentsOf: parts + [.end(nil)])
            return await read(inbound)
        }
    }

    private static func read(_ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async -> Reply {
        var reply = Reply(status: 0, headers: [:], body: [], isCut: true)
        do {
            for try await part in inbound {
                switch part {
                case let .head(head):
                    reply.status = Int(head.status.code)
                    for (name, value) in head.headers {
                        reply.headers[name.lowercased()] = value
                    }
                case let .body(buffer): reply.body += Array(buffer.readableBytesView)
                case .end:
                    reply.isCut = false
                    return reply
                }
            }
        } catch {
            return reply
        }
        return reply
    }
}
