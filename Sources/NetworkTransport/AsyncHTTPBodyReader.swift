import AsyncHTTPClient
import NIOCore
import ProviderSupport

/// The body of a long answer. A task of its own takes each piece from the network and waits until it was asked for, so
/// that no more is ever held than one piece. The connection is let go at the end, by `close`, by a time-out or
/// cancellation, and when the reader is released.
final class AsyncHTTPBodyReader: HTTPBodyReader {
    private let handover: PieceHandover
    private let idleTimeout: Duration?
    private let pump: Task<Void, Never>
    /// Connections end when their transport is released, which must not happen before the body is read.
    private let transport: AsyncHTTPStreamTransport

    init(
        _ body: HTTPClientResponse.Body,
        of transport: AsyncHTTPStreamTransport,
        url: RemoteURL,
        idleTimeout: Duration?,
        clock: any Clock<Duration>
    ) {
        self.transport = transport
        let handover = PieceHandover(clock: clock)
        self.handover = handover
        self.idleTimeout = idleTimeout
        // Holds the handover only: a reader that is forgotten must end, and with it the connection.
        pump = Task {
            do {
                for try await buffer in body where buffer.readableBytes > 0 {
                    guard await handover.offer(Array(buffer: buffer)) else { return }
                }
                // A cancelled body may end early without an error.
                handover.finish(Task.isCancelled ? .failure(.cancelled) : .success(()))
            } catch {
                handover.finish(.failure(TransportError(error, host: url.host, port: url.port)))
            }
        }
    }

    deinit {
        release()
    }

    func next() async throws(TransportError) -> [UInt8]? {
        do {
            if let piece = try await handover.take(within: idleTimeout) { return piece }
        } catch {
            release()
            throw error
        }
        return nil
    }

    func close() async {
        release()
    }

    private func release() {
        handover.finish(.failure(.cancelled))
        pump.cancel()
    }
}
