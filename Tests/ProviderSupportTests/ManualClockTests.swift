import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct ManualClockTests {
    @Test func aSleeperWakesOnlyWhenItsDeadlineHasCome() async throws {
        let clock = ManualClock()
        let early = Task { try await clock.sleep(for: .seconds(1)) }
        let late = Task { try await clock.sleep(for: .seconds(3)) }
        await clock.waitForSleepers(atLeast: 2)
        #expect(clock.timeToNextWakeUp == .seconds(1))
        clock.advance(by: .seconds(2))
        try await early.value
        #expect(clock.sleepers == 1)
        #expect(clock.timeToNextWakeUp == .seconds(1))
        #expect(clock.advanceToNextWakeUp())
        try await late.value
        #expect(clock.now.offset == .seconds(3))
        #expect(!clock.advanceToNextWakeUp())
    }

    @Test func aPastDeadlineDoesNotSleep() async throws {
        let clock = ManualClock()
        clock.advance(by: .seconds(5))
        try await clock.sleep(until: .init(offset: .seconds(5)))
        #expect(clock.sleepers == 0)
    }

    @Test func cancellationWakesTheSleeperWithAnError() async {
        let clock = ManualClock()
        let sleeper = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.waitForSleepers()
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.sleepers == 0)
    }

    @Test func aTaskCancelledBeforeItSleepsNeverSleeps() async {
        let clock = ManualClock()
        let gate = ManualClock()
        let sleeper = Task {
            try? await gate.sleep(for: .seconds(1))
            try await clock.sleep(for: .seconds(1))
        }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.sleepers == 0)
    }

    @Test func manySleepersAndCancellationsLeaveNobodyBehind() async {
        let clock = ManualClock()
        await withTaskGroup(of: Void.self) { group in
            for number in 0 ..< 200 {
                group.addTask { try? await clock.sleep(for: .milliseconds(number % 20 + 1)) }
            }
            await clock.waitForSleepers(atLeast: 200)
            group.addTask { clock.advance(by: .milliseconds(10)) }
            group.cancelAll()
        }
        #expect(clock.sleepers == 0)
    }

    @Test func aWatcherSeesTheNextWakeUpThroughArrivalsDeparturesAndMoves() async throws {
        let clock = ManualClock()
        let late = Task { try await clock.sleep(for: .seconds(30)) }
        await clock.waitForWakeUp(in: .seconds(30))
        let watcher = Task { await clock.waitForWakeUp(in: .seconds(5)) }
        let early = Task { try await clock.sleep(for: .seconds(2)) }
        await clock.waitForWakeUp(in: .seconds(2))
        early.cancel()
        await clock.waitForWakeUp(in: .seconds(30))
        clock.advance(by: .seconds(25))
        await watcher.value
        clock.advanceToNextWakeUp()
        try await late.value
    }

    @Test func aCancelledWatcherStopsWaiting() async {
        let clock = ManualClock()
        let watcher = Task { await clock.waitForSleepers() }
        let other = Task { await clock.waitForWakeUp(in: .seconds(1)) }
        watcher.cancel()
        other.cancel()
        await watcher.value
        await other.value
        #expect(clock.sleepers == 0)
    }
}
