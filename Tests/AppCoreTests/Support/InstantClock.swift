import Synchronization

/// A clock on which every sleep is over at once. It keeps how long each was meant to be.
final class InstantClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Self {
            Instant(offset: offset + duration)
        }

        func duration(to other: Self) -> Duration {
            other.offset - offset
        }

        static func < (left: Self, right: Self) -> Bool {
            left.offset < right.offset
        }
    }

    private let slept = Mutex<[Duration]>([])

    var sleeps: [Duration] {
        slept.withLock { $0 }
    }

    var now: Instant {
        Instant(offset: slept.withLock { $0.reduce(.zero, +) })
    }

    var minimumResolution: Duration {
        .zero
    }

    func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        let length = now.duration(to: deadline)
        slept.withLock { $0.append(length) }
    }
}
