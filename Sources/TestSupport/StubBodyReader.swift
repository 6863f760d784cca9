import ProviderSupport

/// A body that gives its pieces as they were written down.
final class StubBodyReader: HTTPBodyReader {
    private struct State: Sendable {
        var pieces: [[UInt8]]
        /// How it ended; nil while it is neither read to its end nor closed.
        var outcome: Result<Void, TransportError>?
    }

    private let state: Watched<State>
    private let ending: StubStreamTransport.Ending

    init(_ pieces: [[UInt8]], ending: StubStreamTransport.Ending) {
        state = Watched(State(pieces: pieces))
        self.ending = ending
    }

    /// Neither read to its end nor closed.
    var isOpen: Bool {
        state.value.outcome == nil
    }

    func next() async throws(TransportError) -> [UInt8]? {
        if Task.isCancelled { throw .cancelled }
        let piece: [UInt8]? = state.update { [ending] state in
            guard state.outcome == nil else { return nil }
            guard state.pieces.isEmpty else { return state.pieces.removeFirst() }
            switch ending {
            case .whole: state.outcome = .success(())
            case let .broken(error): state.outcome = .failure(error)
            case .hang: break
            }
            return nil
        }
        if let piece { return piece }
        guard let outcome = await state.wait(until: { $0.outcome != nil }).outcome else { throw .cancelled }
        try outcome.get()
        return nil
    }

    func close() async {
        state.update { if $0.outcome == nil { $0.outcome = .failure(.cancelled) } }
    }
}
