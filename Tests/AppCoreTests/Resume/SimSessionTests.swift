import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Acts against a simulated service")
struct SimSessionTests {
    @Test(arguments: SimAct.restores)
    func aRestoreComesToItsEnd(act: SimAct) {
        let session = act.carriedOut()
        let traits = act.traits
        let stops = traits.restore.needsStop && act.power == .running
        let secures = act.makesSafetyBackup && traits.restore.safetyBackup == .byClient
        let steps = (stops ? ["power stop"] : []) + (secures ? ["create"] : []) + ["restore"]
            + (stops ? ["power start"] : [])
        #expect(session.service.arrived.map(\.step) == steps)
        #expect(session.service.restored == ["b2"])
        #expect(session.service.power == act.power)
        #expect(session.bench.run?.outcome?.kind == (traits.restore.evidence == .nothing ? .unknown : .succeeded))
        #expect(SimSession.unfinished(session.journal).isEmpty)
        #expect(session.bench.orders.count == 1)
        #expect(session.bench.released.count == 1)
        let words = session.journal.map(\.event.words.name)
        #expect(words.first == "begun")
        #expect(words.count { $0 == "ended" } == 1)
        #expect(words.last == "ended")
        if traits.restore.evidence != .nothing {
            #expect(session.bench.run?.stepsDone == session.bench.run?.plan.steps.count)
        }
    }

    @Test(arguments: SimAct.severe + SimAct.light)
    func anActComesToItsEnd(act: SimAct) {
        let session = act.carriedOut()
        #expect(!session.service.arrived.isEmpty)
        #expect(Set(session.service.arrived).count == session.service.arrived.count)
        #expect(SimSession.unfinished(session.journal).isEmpty)
        if let run = session.bench.run {
            #expect(run.outcome?.kind == .succeeded, "\(String(describing: run.outcome))")
            #expect(run.stepsDone == run.plan.steps.count)
        }
    }
}
