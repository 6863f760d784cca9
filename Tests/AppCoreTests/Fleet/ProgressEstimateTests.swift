import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Rate and time left")
struct ProgressEstimateTests {
    private func estimate(_ samples: [(second: Double, fraction: Double)]) -> ProgressEstimate {
        var estimate = ProgressEstimate()
        for sample in samples { estimate.record(sample.fraction, at: Sample.now.addingTimeInterval(sample.second)) }
        return estimate
    }

    @Test func oneSampleTellsNothing() {
        #expect(estimate([(0, 0.5)]).fractionPerSecond == nil)
        #expect(estimate([(0, 0.5)]).secondsLeft(from: 0.5) == nil)
        #expect(ProgressEstimate().secondsLeft(from: 0) == nil)
    }

    @Test func twoSamplesMakeARate() {
        #expect(estimate([(0, 0), (10, 0.5)]).fractionPerSecond == 0.05)
        #expect(estimate([(0, 0), (10, 0.5)]).secondsLeft(from: 0.5) == 10)
        #expect(estimate([(0, 0), (10, 0.5)]).secondsLeft(from: 1) == 0)
    }

    @Test func aSuddenBurstMovesTheRateOnlyALittle() throws {
        let rate = try #require(estimate([(0, 0), (10, 0.1), (11, 0.2)]).fractionPerSecond)
        #expect(rate > 0.01 && rate < 0.05)
    }

    @Test func samplesTooCloseTogetherSayNothingOfSpeed() {
        let steady = estimate([(0, 0), (10, 0.1)])
        #expect(estimate([(0, 0), (10, 0.1), (10.1, 0.3)]) == steady)
    }

    @Test func aStandstillSaysNothing() {
        #expect(estimate([(0, 0.1), (10, 0.1), (20, 0.1)]).fractionPerSecond == nil)
    }

    @Test func aClockThatWasSetBackBeginsAnew() {
        let estimate = estimate([(0, 0), (10, 0.1), (-3600, 0.2), (-3590, 0.3)])
        #expect(estimate.fractionPerSecond.map { abs($0 - 0.01) < 0.0001 } == true)
        #expect(self.estimate([(0, 0), (-3600, 0.2), (-3590, 0.3)]).fractionPerSecond != nil)
    }

    @Test func aNewPhaseHasNoEstimateYet() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .queued)
        for step in 0 ... 3 {
            bench.progress("b1", .create, .running, phase: .archive, Double(step) / 4)
            bench.wait(5)
        }
        #expect(bench.operation("b1", .create)?.secondsLeft != nil)
        bench.progress("b1", .create, .running, phase: .start, 0.1)
        #expect(bench.operation("b1", .create)?.secondsLeft == nil)
    }

    @Test func endedWorkHasNoTimeLeft() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.1)
        bench.wait(5)
        bench.progress("b1", .create, .running, 0.2)
        #expect(bench.operation("b1", .create)?.secondsLeft != nil)
        bench.progress("b1", .create, .failed)
        #expect(bench.operation("b1", .create)?.secondsLeft == nil)
    }
}
