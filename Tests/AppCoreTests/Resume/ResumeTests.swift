import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A killed program's work is gone on with, and no request is sent twice")
struct ResumeTests {
    private static let workflows = SimAct.restores + SimAct.severe

    /// Starts the program again after a kill, accepts what it offers, and lets all of it come to its end.
    private static func goOn(
        _ session: SimSession,
        _ cut: SimSession.Cut,
        seconds gap: Double,
        session name: String = "second"
    ) -> SimSession {
        var next = session.next(after: cut, seconds: gap, session: name)
        next.start()
        if next.bench.unfinishedSheet != nil { next.key(.character("y")) }
        next.finish()
        return next
    }

    /// What must hold after both sessions, wherever the first one was killed.
    private static func check(
        _ act: SimAct,
        _ first: SimSession,
        _ cut: SimSession.Cut,
        _ second: SimSession,
        _ gap: Double
    ) {
        let place =
            Comment(
                rawValue: "killed at \(cut.testDescription), \(gap) s: \(String(describing: second.bench.run?.outcome))"
            )
        let lines = first.journal.prefix(cut.lines)
        #expect(Set(second.service.arrived).count == second.service.arrived.count, place)
        let early = lines.filter { $0.event == .intent }.compactMap {
            JournalPayload.value(IntentRecord.self, from: $0.payload)?.request
        }
        #expect(Set(early).isDisjoint(with: second.bench.requests), place)
        #expect(SimSession.unfinished(second.journal).isEmpty, place)
        let ends = second.journal.filter { $0.event.words.name == "ended" }
        #expect(Dictionary(grouping: ends, by: \.act).values.allSatisfy { $0.count == 1 }, place)
        #expect(second.bench.orders.count == second.bench.released.count, place)
        guard let outcome = second.bench.run?.outcome else { return }
        let words = [outcome.text, outcome.next].compactMap(\.self).joined(separator: ". ")
        if case .restore = second.bench.run?.plan.target.act {
            if outcome.kind == .succeeded { #expect(second.service.restored == ["b2"], place) }
            if words.contains("nothing was restored") || words.contains("no file was changed") {
                #expect(second.service.restored.isEmpty, place)
            }
            if act.power == .running, second.service.power == .stopped {
                let isSaid = words.contains("press o")
                #expect(isSaid, place)
            }
        }
        if gap > 600 {
            #expect(!second.bench.requests.contains(.power(.start)), place)
            // Nobody saw what the server changed since: it would be in no backup.
            let hadActed = cut.service.restored != second.service.restored
            if act.testDescription.contains("safe"), early.contains(where: { $0.step == "create" }) {
                #expect(!hadActed || early.contains { $0.step == "restore" }, place)
            }
        }
    }

    @Test(arguments: workflows, [5.0, 3600])
    func aWorkflowIsGoneOnWithFromEveryPrefix(act: SimAct, gap: Double) {
        let first = act.carriedOut()
        for cut in first.cuts {
            let second = Self.goOn(first, cut, seconds: gap)
            Self.check(act, first, cut, second, gap)
        }
    }

    /// Where the journal has every answer and the work has come about, nothing is left unknown.
    @Test(arguments: workflows)
    func whatWasAnsweredIsNotUnknown(act: SimAct) {
        let first = act.carriedOut()
        let kind = first.bench.run?.outcome?.kind
        for cut in first.cuts {
            let last = first.journal[cut.lines - 1].event
            guard last != .intent else { continue }
            let second = Self.goOn(first, cut, seconds: 5)
            guard let outcome = second.bench.run?.outcome else { continue }
            #expect(outcome.kind == kind, "killed at \(cut.testDescription): \(outcome)")
            #expect(second.bench.run?.stepsDone == first.bench.run?.stepsDone, "killed at \(cut.testDescription)")
        }
    }

    /// Killed once more while it goes on.
    @Test(arguments: SimAct.kinds.map(\.name))
    func aSecondKillChangesNothingInThat(kind: String) {
        guard let act = SimAct.restores.first(where: { $0.testDescription.hasPrefix("\(kind): safe") }) else { return }
        let first = act.carriedOut()
        for cut in first.cuts {
            let second = Self.goOn(first, cut, seconds: 5)
            for again in second.cuts where again.lines > cut.lines {
                let third = Self.goOn(second, again, seconds: 5, session: "third")
                Self.check(act, second, again, third, 5)
            }
        }
    }

    @Test(arguments: SimAct.light, [5.0, 3600])
    func aSingleRequestIsLookedForAndNeverSentAgain(act: SimAct, gap: Double) {
        let first = act.carriedOut()
        for cut in first.cuts {
            let hasArrived = !cut.service.arrived.isEmpty
            let second = Self.goOn(first, cut, seconds: gap)
            #expect(second.service.arrived == cut.service.arrived, "killed at \(cut.testDescription)")
            #expect(second.bench.requests.isEmpty)
            #expect(SimSession.unfinished(second.journal).isEmpty, "killed at \(cut.testDescription)")
            let ends = second.journal.compactMap { entry -> String? in
                if case let .ended(words) = entry.event { words } else { nil }
            }
            guard first.journal[cut.lines - 1].event == .intent else {
                #expect(ends.isEmpty)
                continue
            }
            #expect(ends.count == 1)
            let word = hasArrived ? "succeeded" : "unknown"
            #expect(ends.first?.hasPrefix(word) == true, "killed at \(cut.testDescription): \(ends)")
        }
    }

    /// What went wrong in the first session before it was killed.
    static let mishaps: [(name: String, change: @Sendable (inout SimSession) -> Void)] = [
        (
            "every answer is lost",
            { $0.losesAnswer = ["power stop", "create", "restore", "power start", "delete", "lock"] }
        ),
        ("the stop is lost", { $0.losesRequest = ["power stop"] }),
        ("the safety backup is lost", { $0.losesRequest = ["create"] }),
        ("the restore is lost", { $0.losesRequest = ["restore"] }),
        ("the start is lost", { $0.losesRequest = ["power start"] }),
        ("the stop is refused", { $0.service.refusals["power stop"] = ProviderError(.forbidden, "no") }),
        ("the safety backup is refused", { $0.service.refusals["create"] = ProviderError(.conflict, "no") }),
        ("the restore is refused", { $0.service.refusals["restore"] = ProviderError(.conflict, "no") }),
        ("the start is refused", { $0.service.refusals["power start"] = ProviderError(.forbidden, "no") }),
        ("the start after a refused safety backup is refused", {
            $0.service.refusals["create"] = ProviderError(.conflict, "no")
            $0.service.refusals["power start"] = ProviderError(.forbidden, "no")
        }),
        ("a delete is refused", { $0.service.refusals["delete"] = ProviderError(.conflict, "no") }),
        ("a delete is lost", { $0.losesRequest = ["delete", "delete many", "lock"] }),
    ]

    private static let hurt = SimAct.severe + SimAct.restores.filter { $0.power == .running && $0.makesSafetyBackup }

    @Test(arguments: hurt, mishaps.indices)
    func afterAMishapItIsGoneOnWithAllTheSame(act: SimAct, mishap: Int) {
        let first = act.carriedOut(Self.mishaps[mishap].change)
        let name = Comment(rawValue: Self.mishaps[mishap].name)
        #expect(SimSession.unfinished(first.journal).isEmpty, name)
        #expect(first.bench.run?.isActive == false, name)
        // Where it concerned none of the act's requests, the other tests have been here.
        guard first.journal.contains(where: { ["refused", "ambiguous"].contains($0.event.words.name) }) else { return }
        for cut in first.cuts {
            let second = Self.goOn(first, cut, seconds: 5)
            Self.check(act, first, cut, second, 5)
        }
    }
}
