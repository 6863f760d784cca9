import AppCore
import Foundation
import TestSupport

/// The program's time on a journey. It passes only while a test waits, much faster than on the wall, and stands still
/// while an answer is awaited or the cancel window's ticks lag behind: a busy machine changes nothing.
@MainActor
final class JourneyTime {
    let clock = ManualClock()
    private let start = Date()

    /// What passes at a time.
    private static let step = Duration.milliseconds(100)
    /// What a step takes on the wall, so that the service gets on with its work.
    private static let pause = Duration.milliseconds(4)

    /// The program's wall clock.
    var now: @Sendable () -> Date {
        { [clock, start] in start.addingTimeInterval(clock.now.offset / .seconds(1)) }
    }

    /// Lets time pass for a program until the task is cancelled.
    func pass(for driver: AppDriver) async {
        while !Task.isCancelled {
            if driver.store.isSettled, !lags(driver.state) { clock.advance(by: Self.step) }
            do {
                try await Task.sleep(for: Self.pause)
            } catch {
                return
            }
        }
    }

    private func lags(_ state: AppState) -> Bool {
        state.runs.values.contains { run in
            guard case let .cancelWindow(_, lastTick) = run.stage else { return false }
            return now().timeIntervalSince(lastTick) > 2
        }
    }
}
