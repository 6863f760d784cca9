import AsyncHTTPClient
import NIOCore
import ProviderSupport

/// The body of a long answer. A task of its own takes each piece from the network and waits until it was asked for, so
/// that no more is ever held than one piece.
actor AsyncHTTPBodyReader: HTTPBodyReader {
    private enum End {
        case whole
        case broken(TransportError)
    }

    private let url: RemoteURL
    private let idleTimeout: Duration?
    private var pump: Task<Void, Never>?
    private var piece: [UInt8]?
    private var end: End?
    private var consumer: CheckedContinuation<Void, Never>?
    private var producer: CheckedContinuation<Void, Never>?

    init(_ body: HTTPClientResponse.Body, url: RemoteURL, idleTimeout: Duration?) async {
        self.url = url
        self.idleTimeout = idleTimeout
        pump = Task { [weak self] in
            do {
                for try await buffer in body where buffer.readableBytes > 0 {
                    guard await self?.offer(Array(buffer: buffer)) == true else { return }
                }
                await self?.finish(Task.isCancelled ? .broken(.cancelled) : .whole)
            } catch {
                await self?.finish(.broken(TransportError(error, host: url.host, port: url.port)))
            }
        }
    }

    func next() async throws(TransportError) -> [UInt8]? {
        let patience = idleTimeout.map { limit in
            Task { [weak self] in
                // Cancelled means that something came in time.
                guard await (try? Task.sleep(for: limit)) != nil else { return }
                await self?.giveUp()
            }
        }
        defer { patience?.cancel() }
        while piece == nil, end == nil {
            if Task.isCancelled { throw .cancelled }
            await withTaskCancellationHandler {
                await withCheckedContinuation { consumer = $0 }
            } onCancel: {
                Task { await self.close() }
            }
        }
        if let piece {
            self.piece = nil
            producer?.resume()
            producer = nil
            return piece
        }
        if Task.isCancelled { throw .cancelled }
        switch end {
        case let .broken(error): throw error
        case .whole, nil: return nil
        }
    }

    func close() {
        finish(.broken(.cancelled))
        piece = nil
    }

    /// Hands a piece over and returns when it was taken; false when nobody wants more.
    private func offer(_ bytes: [UInt8]) async -> Bool {
        guard end == nil else { return false }
        piece = bytes
        consumer?.resume()
        consumer = nil
        await withCheckedContinuation { producer = $0 }
        return end == nil
    }

    private func giveUp() {
        guard piece == nil else { return }
        finish(.broken(.responseTimedOut))
    }

    private func finish(_ end: End) {
        if self.end == nil { self.end = end }
        pump?.cancel()
        consumer?.resume()
        consumer = nil
        producer?.resume()
        producer = nil
    }
}
