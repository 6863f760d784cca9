import ProviderSupport
import Synchronization

/// Where the pieces of a body change hands: holds one at most, so that whoever brings them waits for whoever takes
/// them. For one of each.
final class PieceHandover: Sendable {
    private struct State {
        var piece: [UInt8]?
        /// Set once, by whatever ended the body first.
        var end: Result<Void, TransportError>?
        var producer: CheckedContinuation<Void, Never>?
        var consumer: CheckedContinuation<Void, Never>?
        /// Tells one wait of the consumer from a later one.
        var wait = 0

        mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
            defer { (producer, consumer) = (nil, nil) }
            return [producer, consumer].compactMap(\.self)
        }
    }

    private let state = Mutex(State())
    private let clock: any Clock<Duration>

    /// A handover that has begun; `clock` is for the consumer's patience.
    init(clock: any Clock<Duration>) {
        self.clock = clock
    }

    /// Brings a piece and returns when it was taken; false when nobody wants more.
    func offer(_ piece: [UInt8]) async -> Bool {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let woken: CheckedContinuation<Void, Never>? = state.withLock { state in
                guard state.end == nil else { return continuation }
                state.piece = piece
                state.producer = continuation
                defer { state.consumer = nil }
                return state.consumer
            }
            woken?.resume()
        }
        return state.withLock { $0.end == nil }
    }

    /// The next piece; nil at the end. Throws `responseTimedOut` when none comes within `limit`, and `cancelled` when
    /// the task is cancelled; both end the body.
    func take(within limit: Duration?) async throws(TransportError) -> [UInt8]? {
        var patience: Task<Void, Never>?
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let wait: Int? = state.withLock { state in
                    guard state.piece == nil, state.end == nil else { return nil }
                    state.wait += 1
                    state.consumer = continuation
                    return state.wait
                }
                guard let wait else { return continuation.resume() }
                patience = limit.map { limit in
                    Task { await self.giveUp(wait, after: limit) }
                }
            }
        } onCancel: {
            finish(.failure(.cancelled))
        }
        patience?.cancel()
        let (piece, end, producer) = state.withLock { state in
            defer { (state.piece, state.producer) = (nil, nil) }
            return (state.piece, state.end, state.producer)
        }
        producer?.resume()
        if let piece { return piece }
        try end?.get()
        return nil
    }

    /// Ends the body; only the first end counts. A piece that was not taken is thrown away.
    func finish(_ end: Result<Void, TransportError>) {
        let woken = state.withLock { state in
            guard state.end == nil else { return [CheckedContinuation<Void, Never>]() }
            state.end = end
            state.piece = nil
            return state.takeWaiters()
        }
        woken.forEach { $0.resume() }
    }

    /// Ends the body when the consumer still waits for the same piece after that time.
    private func giveUp(_ wait: Int, after limit: Duration) async {
        // Cancelled means that something came in time.
        guard await (try? clock.sleep(for: limit)) != nil else { return }
        let woken = state.withLock { state in
            guard state.wait == wait, state.consumer != nil, state.end == nil else {
                return [CheckedContinuation<Void, Never>]()
            }
            state.end = .failure(.responseTimedOut)
            return state.takeWaiters()
        }
        woken.forEach { $0.resume() }
    }
}
