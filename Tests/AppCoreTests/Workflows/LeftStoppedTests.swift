import BackupKit
import Testing
@testable import AppCore

@Suite("A server that a plan has stopped is never left without a word")
struct LeftStoppedTests {
    /// A restore with a safety backup, its server stopped, of a server whose power was not known before.
    private func securing(power: PowerState) -> Bench {
        var bench = Bench.opened(settings: Settings(), power: power)
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer()
        bench.event(.power(.stopped))
        return bench
    }

    @Test(arguments: [PowerState.stopping, .unknown])
    func aServerThatIsNotStartedAgainIsNamed(power: PowerState) throws {
        var bench = securing(power: power)
        #expect(bench.requests.contains(.power(.stop)))
        bench.answer(.refused(ProviderError(.limitReached, "full")))
        let outcome = try #require(bench.run?.outcome)
        #expect(outcome.next == "smp-main was stopped by this plan: press o to start it")
        #expect(!bench.requests.contains(.power(.start)))
    }

    /// What the journal holds of a plan whose program died after its stop.
    private func left(_ bench: Bench) throws -> [JournalLine] {
        let begun = try #require(bench.orders.first?.entry)
        var intent = begun
        intent.event = .intent
        intent.step = "power stop"
        intent.payload = try #require(bench.notes.first??.payload)
        var accepted = intent
        accepted.event = .accepted
        accepted.payload = nil
        return [begun, intent, accepted].enumerated().map {
            JournalLine(number: Int64($0), entry: $1, user: "", sshClient: nil, planDigest: nil)
        }
    }

    @Test func workThatAnotherProgramHoldsStaysUnfinished() throws {
        let lines = try left(securing(power: .running))
        var bench = Bench.opened(settings: Settings())
        bench.holdsJournal = true
        bench.state.runs = [:]
        // Acts of this very session are no earlier work.
        let earlier = lines.map { line in
            var line = line
            line.entry.act = "earlier-1"
            return line
        }
        bench.send(.unfinishedLoaded(.success([earlier])))
        let place = try #require(bench.state.workPlace(of: Sample.ref))
        bench.send(.probed(place, holder: nil))
        bench.read()
        bench.arm()
        bench.key(.character("y"))
        let run = try #require(bench.run)
        let lineCount = bench.journal.count
        bench.send(.began(Sample.ref, run.plan.act, problem: ProviderError(.conflict, "another program is at it")))
        let outcome = try #require(bench.run?.outcome)
        #expect(outcome.text == "It was not gone on with, and waits: another program is at it")
        #expect(outcome.next == "smp-main was stopped by this plan: press o to start it")
        #expect(bench.journal.count == lineCount, "a last line would take it from the program that is at it")
        #expect(bench.requests.isEmpty)
    }
}
