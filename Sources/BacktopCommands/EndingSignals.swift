import Dispatch
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The signals that ask a program without a screen to end.
struct EndingSignals: Sendable {
    private let stream: AsyncStream<Int32>

    /// From now on the signals do not end the process by themselves.
    init() {
        stream = AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield(number) }
                source.activate()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }

    /// Waits for the first of them.
    func first() async -> Int32 {
        for await number in stream { return number }
        return SIGTERM
    }
}
