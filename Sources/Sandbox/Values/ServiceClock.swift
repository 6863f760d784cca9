import FoundationEssentials
import Synchronization

/// The service's idea of time: a wall clock that faults may skew, and waiting that `--speed` shortens.
final class ServiceClock: Sendable {
    /// How many times faster than the real service everything runs.
    let speed: Double
    private let wall: @Sendable () -> Date
    private let waiting: any Clock<Duration>
    private let skew = Mutex<Double>(0)

    init(speed: Double, wall: @escaping @Sendable () -> Date, waiting: any Clock<Duration>) {
        self.speed = speed
        self.wall = wall
        self.waiting = waiting
    }

    /// The true time, for what no fault of the clock may break.
    var unskewed: Date {
        wall()
    }

    /// The time the service would print, skew included.
    var now: Date {
        wall().addingTimeInterval(skew.withLock { $0 })
    }

    /// Adds seconds to the service's clock; negative ones put it back.
    func skew(by seconds: Double) {
        skew.withLock { $0 += seconds }
    }

    /// Waits the real time; ends early by throwing when the task is cancelled.
    func wait(_ duration: Duration) async throws {
        try await waiting.sleep(for: duration)
    }

    /// Waits what takes `duration` at speed 1.
    func waitScaled(_ duration: Duration) async throws {
        try await waiting.sleep(for: duration / speed)
    }
}

extension Date {
    /// RFC 3339 in UTC with milliseconds, as the services write times.
    var wireText: String {
        formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The same in whole seconds.
    var wireSeconds: String {
        formatted(Date.ISO8601FormatStyle())
    }
}
