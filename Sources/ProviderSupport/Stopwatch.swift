/// Time since it was made, on an injected clock.
public struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    /// Starts counting now.
    public init(_ clock: any Clock<Duration>) {
        read = Self.reader(of: clock)
    }

    /// The time since the start.
    public var elapsed: Duration {
        read()
    }

    private static func reader<C: Clock>(of clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
