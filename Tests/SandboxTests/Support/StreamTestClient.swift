import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// An event stream whose records are read one by one.
struct StreamTestClient: Sendable {
    /// What came over the stream.
    enum Arrival: Sendable {
        case record(id: String?, data: String)
        case comment(String)
        /// The answer ended properly, or the connection did.
        case ended(isProper: Bool)
    }

    let status: Int
    let headers: [String: String]
    private let arrivals: AsyncStream<Arrival>

    /// Connects, lets `body` read, and hangs up.
    static func with<Result: Sendable>(
        port: Int,
        path: String,
        headers: [(String, String)],
        _ body: @Sendable (StreamTestClient) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let fields = HTTPHeaders([("Host", "127.0.0.1:\(port)"), ("Accept", "text/event-stream")] + headers)
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: fields)
            try await outbound.write(contentsOf: [.head(head), .end(nil)])
            let (arrivals, continuation) = AsyncStream.makeStream(of: Arrival.self)
            let (heads, headContinuation) = AsyncStream.makeStream(of: HTTPResponseHead.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await pump(inbound, headContinuation, continuation) }
                defer { group.cancelAll() }
                guard let head = await heads.first(where: { _ in true }) else { throw TestFailure("no answer") }
                return try await body(StreamTestClient(
                    status: Int(head.status.code),
                    headers: Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
                    arrivals: arrivals
                ))
            }
        }
    }

    /// The next record, as the members of its data with its id as `id:`; comments are passed over.
    func next() async throws -> [String: String] {
        try await first { arrival in
            switch arrival {
            case .comment: return nil
            case .ended: throw TestFailure("the stream ended first")
            case let .record(id, data):
                let object = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
                var fields = (object ?? [:]).mapValues { "\($0)" }
                fields["id:"] = id
                return fields
            }
        }
    }

    /// The next record of a type; others are passed over.
    func next(_ type: String) async throws -> [String: String] {
        while true {
            let record = try await next()
            if record["type"] == type {
                return record
            }
        }
    }

    /// The next comment.
    func comment() async throws -> String {
        try await first { arrival in
            if case let .comment(text) = arrival { text } else { nil }
        }
    }

    /// Waits for the end, and tells whether it was a proper one.
    func end() async throws -> Bool {
        try await first { arrival in
            if case let .ended(isProper) = arrival { isProper } else { nil }
        }
    }

    /// What the first arrival that suits is turned into; those before it are dropped. Throws after 20 s without one.
    private func first<Found: Sendable>(
        _ suits: @escaping @Sendable (Arrival) throws -> Found?
    ) async throws -> Found {
        try await withThrowingTaskGroup(of: Found.self) { group in
            group.addTask { [arrivals] in
                for await arrival in arrivals {
                    if let found = try suits(arrival) {
                        return found
                    }
                }
                throw TestFailure("the stream ended first")
            }
            group.addTask {
                try await Task.sleep(for: .seconds(300))
                throw TestFailure("nothing came in time")
            }
            defer { group.cancelAll() }
            guard let found = try await group.next() else { throw TestFailure("no result") }
            return found
        }
    }

    private static func pump(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        _ heads: AsyncStream<HTTPResponseHead>.Continuation,
        _ arrivals: AsyncStream<Arrival>.Continuation
    ) async {
        var isProper = false
        var text = ""
        do {
            for try await part in inbound {
                switch part {
                case let .head(head): heads.yield(head)
                case let .body(buffer):
                    text += String(buffer: buffer)
                    while let end = text.firstRange(of: "\n\n") {
                        arrive(text[..<end.lowerBound], arrivals)
                        text = String(text[end.upperBound...])
                    }
                case .end: isProper = true
                }
                if isProper {
                    break
                }
            }
        } catch {
            isProper = false
        }
        arrivals.yield(.ended(isProper: isProper))
        arrivals.finish()
        heads.finish()
    }

    private static func arrive(_ record: Substring, _ arrivals: AsyncStream<Arrival>.Continuation) {
        var id: String?
        var data: [Substring] = []
        for line in record.split(separator: "\n") {
            if line.hasPrefix(":") {
                arrivals.yield(.comment(String(line.dropFirst(2))))
            } else if line.hasPrefix("id: ") {
                id = String(line.dropFirst(4))
            } else if line.hasPrefix("data: ") {
                data.append(line.dropFirst(6))
            }
        }
        if !data.isEmpty {
            arrivals.yield(.record(id: id, data: data.joined(separator: "\n")))
        }
    }
}
