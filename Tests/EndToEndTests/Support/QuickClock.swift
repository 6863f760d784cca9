/// A clock on which time runs so many times faster than on the wall, for waits between attempts.
struct QuickClock: Clock {
    /// A point on it.
    struct Instant: InstantProtocol {
        fileprivate var offset: Duration

        func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        func duration(to other: Instant) -> Duration {
            other.offset - offset
        }

        static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private let speed: Int
    private let wall = ContinuousClock()
    private let start = ContinuousClock.now

    init(speed: Int = 10) {
        self.speed = speed
    }

    var now: Instant {
        Instant(offset: start.duration(to: wall.now) * speed)
    }

    var minimumResolution: Duration {
        wall.minimumResolution * speed
    }

    func sleep(until deadline: Instant, tolerance _: Duration?) async throws {
        try await wall.sleep(until: start + deadline.offset / speed)
    }
}
