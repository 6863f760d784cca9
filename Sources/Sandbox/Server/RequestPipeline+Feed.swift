import HTTPTypes
import HummingbirdCore
import NIOCore

extension RequestPipeline {
    /// Writes the pieces of a feed as they come; ends the connection after `cut` bytes, where that is set.
    func stream(
        _ feed: EventFeed,
        of system: SandboxSystem,
        head: HTTPResponse,
        cut: Int?,
        through writer: consuming ResponseWriter
    ) async throws {
        var bodyWriter = try await writer.writeHead(head)
        let (pieces, continuation) = FeedLink.Pieces.makeStream()
        let link = FeedLink(system: system, faults: faults, pieces: continuation)
        let id = await effects.sockets.add(link)
        do {
            var left = cut
            let speaker = Task {
                await feed.run(link)
                continuation.finish()
            }
            defer { speaker.cancel() }
            for try await piece in pieces {
                let shown = left.map { Array(piece.prefix($0)) } ?? piece
                try await bodyWriter.write(ByteBuffer(bytes: shown))
                left = left.map { $0 - shown.count }
                if left == 0 {
                    throw HangUp()
                }
            }
            // Cancelled with the connection, whose end nobody reads.
            try Task.checkCancellation()
        } catch {
            await effects.sockets.remove(id)
            throw error
        }
        await effects.sockets.remove(id)
        try await bodyWriter.finish(nil)
    }
}
