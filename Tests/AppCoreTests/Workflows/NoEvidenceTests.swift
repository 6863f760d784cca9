import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Where nothing tells how a restore ended, nothing is claimed")
struct NoEvidenceTests {
    private static let context = Sample.context(capabilities: .silent)

    private static func restoring(_ answer: MutationAnswer = .accepted(nil)) -> Bench {
        var bench = Bench.opened(context: context, power: nil)
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer(answer)
        return bench
    }

    @Test func threeCalmReadingsAndAMinuteEndTheWait() {
        var bench = Self.restoring()
        for _ in 0 ..< 3 {
            bench.wait(25)
            #expect(bench.run?.isActive == true)
            bench.serverRead()
        }
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.run?.outcome?.text.contains("tells no outcome") == true)
        #expect(bench.requests == [.restore("b2")], "the server is not started by us")
        #expect(bench.operation("b2", .restore)?.state == .unknown)
    }

    @Test func manyReadingsInAMinuteAreNotEnough() {
        var bench = Self.restoring()
        for _ in 0 ..< 10 {
            bench.wait(5)
            bench.serverRead()
        }
        #expect(bench.run?.isActive == true)
        bench.wait(10)
        bench.serverRead()
        #expect(bench.run?.outcome?.kind == .unknown)
    }

    @Test func twoReadingsAreNotEnoughHoweverLateTheyCome() {
        var bench = Self.restoring()
        for _ in 0 ..< 2 {
            bench.wait(200)
            bench.serverRead()
        }
        #expect(bench.run?.isActive == true)
    }

    @Test func aServerThatLooksOtherwiseBeginsTheCountAnew() {
        var bench = Self.restoring()
        for server in [
            Sample.server(), Sample.server(), Sample.server(condition: .restoring), Sample.server(), Sample.server(),
        ] {
            bench.wait(40)
            bench.serverRead(server)
            #expect(bench.run?.isActive == true)
        }
        bench.wait(40)
        bench.serverRead()
        #expect(bench.run?.outcome?.kind == .unknown)
    }

    @Test func listsOfCompletedRowsProveNothing() {
        var bench = Self.restoring()
        for _ in 0 ..< 10 {
            bench.wait(60)
            bench.list()
        }
        #expect(bench.run?.isActive == true)
        #expect(bench.operation("b2", .restore)?.isOpen == true)
    }

    @Test func anUnclearAnswerIsUnknownAfterAMinute() {
        var bench = Self.restoring(.ambiguous(Sample.offline))
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.requests.count == 1)
    }

    @Test func aServerThatWeStoppedIsSaidToBeStopped() {
        let traits = ProviderCapabilities.silent.with {
            $0.restore.needsStop = true
            $0.restore.stopEvidence = .readings(apart: .seconds(5))
            $0.actions.insert(.power)
        }
        let up = Sample.server(power: .running)
        let down = Sample.server(power: .stopped)
        var bench = Bench.opened(context: Sample.context(capabilities: traits), servers: [up], power: nil)
        bench.openPlan(server: up)
        bench.confirm()
        bench.passWindow()
        bench.read(up)
        bench.answer()
        for _ in 0 ..< 2 {
            bench.wait(6)
            bench.serverRead(down)
        }
        bench.read(down)
        bench.answer()
        for _ in 0 ..< 3 {
            bench.wait(30)
            bench.serverRead(down)
        }
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.requests == [.power(.stop), .restore("b2")])
    }

    @Test func somebodyElsesRestoreDoesNotStayForEver() {
        var bench = Bench.opened(context: Self.context, power: nil)
        let busy = [Sample.backup("b1", state: .restoring)] + Sample.backups.dropFirst()
        bench.list(busy, [Sample.report("b1", .restore, .running)])
        #expect(bench.operation("b1", .restore)?.isOpen == true)
        for _ in 0 ..< 4 {
            bench.wait(30)
            bench.list()
        }
        #expect(bench.operation("b1", .restore)?.state == .unknown)
        #expect(Availability.reason(against: .create, in: bench.state) == nil)
    }

    @Test func theServerIsReadWhileSuchARestoreIsWatched() {
        let traits = ProviderCapabilities.silent.with { $0.news.pollsServer = false }
        var bench = Bench.opened(context: Sample.context(capabilities: traits), power: nil)
        #expect(!bench.send(.timerFired(.poll(Sample.place))).contains(.loadServer(Sample.ref)))
        bench.list()
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer()
        bench.serverRead()
        #expect(bench.send(.timerFired(.poll(Sample.place))).contains(.loadServer(Sample.ref)))
        #expect(!bench.send(.timerFired(.poll(Sample.place))).contains(.loadServer(Sample.ref)), "one is under way")
    }
}
