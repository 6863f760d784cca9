/// A body without length that is written as things happen.
struct EventFeed: Sendable {
    /// Speaks until there is nothing more to say or the task is cancelled.
    let run: @Sendable (FeedLink) async -> Void
}

/// The sending side of one open event stream.
struct FeedLink: LiveLink {
    typealias Pieces = AsyncThrowingStream<[UInt8], any Error>

    let system: SandboxSystem
    let faults: FaultBoard
    let pieces: Pieces.Continuation

    /// Sends text as it stands.
    func send(_ text: String) {
        pieces.yield(Array(text.utf8))
    }

    func close(code: UInt16) {
        if code == 1006 {
            pieces.finish(throwing: RequestPipeline.HangUp())
        } else {
            pieces.finish()
        }
    }
}
