import BackupKit
import FoundationEssentials
import TestSupport
@testable import AppCore

extension Scene {
    /// Work of earlier sessions, the journal, and what retention chooses.
    static let work: [Scene] = [
        Scene("unfinished", .oneWorld) { $0.offerWork() },
        Scene("unfinished-read", .oneWorld) {
            $0.offerWork()
            $0.inspect(after: 0.3)
            $0.arm()
        },
        Scene("unfinished-read-only", SampleState(settings: Settings(isReadOnly: true))) {
            $0.offerWork()
            $0.inspect(after: 0.3)
            $0.arm()
        },
        Scene("events", .oneWorld) {
            $0.press("4")
            $0.send(.journalLoaded(.success(Array(SampleState.lines.reversed()))))
        },
        Scene("events-filtered", .oneWorld) {
            $0.press("4")
            $0.send(.journalLoaded(.success(Array(SampleState.lines.reversed()))))
            $0.press("/")
            $0.type("power")
            $0.press("enter")
        },
        Scene("events-broken", .oneWorld) {
            $0.press("4")
            $0.send(.journalLoaded(.failure(JournalError("The journal is no database: move it away"))))
        },
        Scene("retention", SampleState(
            server: .sample(worlds: [World(id: "w-survival", name: "survival", isActive: true)]),
            settings: Settings(retention: RetentionPolicy(keepLast: 1, keepDaily: 2))
        )) { $0.openPlan("K") },
        Scene("retention-none", .oneWorld) { $0.press("K") },
    ]
}

extension SampleState {
    /// The plan that an earlier session was killed at, after its stop was answered.
    private static let plan: Plan? = {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        return sample.state.lastPlan
    }()

    /// Its lines, oldest first.
    static var lines: [JournalLine] {
        guard let plan else { return [] }
        func entry(_ step: String, _ event: JournalEntry.Event, _ seconds: Double, _ payload: String? = nil)
            -> JournalEntry {
            JournalEntry(
                act: "before-7", at: Date.sample.addingTimeInterval(seconds - 190), context: "smp",
                server: plan.location.server.server, serverName: plan.facts.serverName, world: plan.location.world,
                backup: step == "restore" ? plan.target.act.backup : nil,
                title: step == "restore" ? plan.facts.backup?.title : nil, step: step, event: event, payload: payload
            )
        }
        let stop = #"{"known":[],"leftAt":0,"request":{"power":{"_0":"stop"}}}"#
        let entries = [
            entry("restore", .begun, 0, JournalPayload.text(of: plan)),
            entry("power stop", .intent, 1, stop),
            entry("power stop", .accepted, 2),
        ]
        return entries.enumerated().map { index, entry in
            JournalLine(
                number: Int64(index + 1), entry: entry, user: "ops", sshClient: "192.0.2.7",
                planDigest: "0011223344556677"
            )
        }
    }

    /// The start of a session that finds it.
    mutating func offerWork() {
        send(.unfinishedLoaded(.success([Self.lines])))
        if let place = state.workPlace(of: location.server) { send(.probed(place, holder: nil)) }
    }
}
