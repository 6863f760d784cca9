import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Any order, duplication and loss of events ends in the same state", .timeLimit(.minutes(20)))
struct EventOrderTests {
    /// A server's afternoon: a create, a restore that fails, a foreign create, lost links and noise.
    private static let events: [ProviderEvent] = [
        .progress(Sample.report("n1", .create, .queued)),
        .progress(Sample.report("n1", .create, .running, phase: .transfer, 0.4)),
        .progress(Sample.report("n1", .create, .running, 0.1)),
        .progress(Sample.report("n1", .create, .running, 0.6)),
        .progress(Sample.report("n1", .create, .running, 1)),
        .progress(Sample.report("n1", .create, .done, phase: .transfer)),
        .progress(Sample.report("n1", .create, .done)),
        .progress(Sample.report("b2", .restore, .running, phase: .stop)),
        .progress(Sample.report("b2", .restore, .running, 0.3)),
        .progress(Sample.report("b2", .restore, .running, 0.8)),
        .progress(Sample.report("b2", .restore, .failed)),
        .progress(Sample.report("n2", .create, .running, 0.5)),
        .progress(Sample.report("n2", .create, .cancelled)),
        .progress(Sample.report("ghost", .create, .running, 0.5)),
        .power(.stopping), .power(.stopped), .power(.running),
        .disconnected(Sample.offline), .connected, .backupsChanged, .unrecognised("noise"),
    ]

    private static let finalBackups = [
        Sample.backup("n1", hoursOld: 0.1), Sample.backup("n2", hoursOld: 0.2, state: .cancelled),
    ] + Sample.backups
    private static let finalReports = [
        Sample.report("n1", .create, .done), Sample.report("n2", .create, .cancelled),
        Sample.report("b2", .restore, .failed),
    ]

    /// The parts that must not depend on what was heard on the way.
    private struct Ending: Equatable {
        var rows: [String]
        var backups: [Backup]
        var open: [OperationKey]
        var operations: Set<OperationKey>
        var selection: String?
        var feed: ServerState.Feed?
        var isLoading: Bool?
    }

    private static func shuffled(_ generator: inout SeededGenerator) -> [ProviderEvent] {
        var events = events.filter { _ in Int.random(in: 0 ..< 10, using: &generator) > 1 }
        events += events.filter { _ in Int.random(in: 0 ..< 10, using: &generator) < 2 }
        events.shuffle(using: &generator)
        return events
    }

    @Test(arguments: 0 ..< 8)
    func theEndIsTheSame(part: Int) {
        var expected: Ending?
        for seed in 0 ..< 500 {
            var generator = SeededGenerator(seed: UInt64(part * 1000 + seed))
            var bench = Bench.opened()
            for event in Self.shuffled(&generator) {
                let before = bench.server?.operations ?? [:]
                bench.wait(Double.random(in: 0 ..< 3, using: &generator))
                bench.event(event)
                check(before, bench.server?.operations ?? [:], seed: seed)
                // Sometimes a list of that moment arrives in between, newer or older than the events around it.
                if Int.random(in: 0 ..< 6, using: &generator) == 0 { bench.list() }
            }
            let ending = Self.settle(&bench)
            #expect(ending.open.isEmpty, "seed \(seed)")
            #expect(ending.operations.isEmpty, "seed \(seed)")
            expected = expected ?? ending
            #expect(ending == expected, "seed \(seed)")
        }
    }

    /// No event may take anything back.
    private func check(
        _ before: [OperationKey: BackupOperation],
        _ after: [OperationKey: BackupOperation],
        seed: Int
    ) {
        for (key, old) in before {
            guard let new = after[key] else {
                Issue.record("an event dropped \(key), seed \(seed)")
                continue
            }
            if !old.isOpen { #expect(new == old, "an event touched ended work, seed \(seed)") }
            #expect(new.phase.rank >= old.phase.rank, "seed \(seed)")
            if new.phase == old.phase { #expect((new.fraction ?? -1) >= (old.fraction ?? -1), "seed \(seed)") }
        }
    }

    private static func settle(_ bench: inout Bench) -> Ending {
        bench.event(.connected)
        for _ in 0 ..< 8 {
            while bench.tickets[Sample.place]?.isEmpty == false { bench.list(finalBackups, finalReports) }
            bench.list(finalBackups, finalReports)
            for timer in Array(bench.timers.keys) {
                if case .linger = timer { bench.send(.timerFired(timer)) }
            }
        }
        while bench.tickets[Sample.place]?.isEmpty == false { bench.list(finalBackups, finalReports) }
        return Ending(
            rows: bench.rows,
            backups: bench.state.fleet[Sample.place]?.backups ?? [],
            open: bench.server?.operations.values.filter(\.isOpen).map(\.key) ?? [],
            operations: Set(bench.server?.operations.keys.map(\.self) ?? []),
            selection: bench.selection,
            feed: bench.server?.feed,
            isLoading: bench.state.fleet[Sample.place]?.isLoading
        )
    }

    @Test(arguments: 0 ..< 4)
    func theFirstNewerListAlreadyTellsEveryEnd(part: Int) {
        for seed in 0 ..< 250 {
            var generator = SeededGenerator(seed: UInt64(9000 + part * 1000 + seed))
            var bench = Bench.opened()
            for event in Self.shuffled(&generator) { bench.event(event) }
            while bench.tickets[Sample.place]?.isEmpty == false { bench.list() }
            bench.list(Self.finalBackups, Self.finalReports)
            for report in Self.finalReports {
                let operation = bench.operation(report.backup, report.kind)
                #expect(operation == nil || operation?.state == report.state, "seed \(seed) \(report.backup)")
            }
        }
    }
}
