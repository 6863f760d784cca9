import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What may be offered for deletion where the quota is full")
struct MakeRoomTests {
    typealias Reason = RetentionDecision.Reason

    private static let safetyName = "Before restore 0a1b2c3d"

    private static func row(
        _ id: Backup.ID,
        days: Double?,
        _ kind: Backup.Kind = .automatic,
        name: String? = nil,
        state: Backup.State = .completed,
        isLocked: Bool? = nil
    ) -> Backup {
        Sample.backup(id, name: name, hoursOld: days.map { $0 * 24 }, state: state, kind: kind, isLocked: isLocked)
    }

    /// A row that is to be judged, and a newer good one.
    private func reasons(_ row: Backup, source: Backup.ID? = nil, busy: Set<Backup.ID> = []) -> [Reason]? {
        MakeRoom.candidates(
            in: [row, Self.row("newest", days: 0)], sparing: source, busy: busy, counting: .all, now: Sample.now
        ).first { $0.id == row.id }?.reasons
    }

    @Test func failedOnesComeFirstThenAutomaticOnesThenOthersTheOldestFirst() {
        let rows = [
            Self.row("m3", days: 30, .manual), Self.row("u9", days: 90, .unknown), Self.row("a1", days: 1),
            Self.row("a20", days: 20), Self.row("f1", days: 1, state: .failed), Self.row("m0", days: 0, .manual),
            Self.row("f5", days: 5, .manual, state: .failed), Self.row("a9", days: 9), Self.row("m1", days: 1, .manual),
        ]
        var generator = SeededGenerator(seed: 3)
        for _ in 0 ..< 20 {
            let decisions = MakeRoom.candidates(in: rows.shuffled(using: &generator), counting: .all, now: Sample.now)
            #expect(decisions.map(\.id) == ["f5", "f1", "a20", "a9", "a1", "u9", "m3", "m1", "m0"])
            #expect(decisions.filter { !$0.isRemoval }.map(\.id) == ["m0"])
        }
    }

    @Test func whatIsNotOfferedFollowsTheNewestFirst() {
        let rows = [
            Self.row("old", days: 9), Self.row("l5", days: 5, isLocked: true), Self.row("l8", days: 8, isLocked: true),
            Self.row("none", days: nil), Self.row("new", days: 1),
        ]
        let decisions = MakeRoom.candidates(in: rows, counting: .all, now: Sample.now)
        #expect(decisions.map(\.id) == ["old", "new", "l5", "l8", "none"])
        #expect(decisions.map(\.isRemoval) == [true, false, false, false, false])
    }

    @Test func ofTwoFromTheSameTimeTheSmallerIdIsTheOlder() {
        let rows = ["b", "c", "a"].map { Self.row(Backup.ID($0), days: 3) }
        #expect(MakeRoom.candidates(in: rows, counting: .all, now: Sample.now).map(\.id) == ["a", "b", "c"])
        #expect(MakeRoom.candidates(in: rows, counting: .all, now: Sample.now).last?.reasons == [.lastGood])
    }

    @Test(arguments: [
        (row("x", days: 9, isLocked: true), [Reason.locked]),
        (row("x", days: 9, state: .failed, isLocked: true), [.locked]),
        (row("x", days: 9, state: .running), [.notCompleted(.running)]),
        (row("x", days: 9, state: .pending), [.notCompleted(.pending)]),
        (row("x", days: 9, state: .cancelled), [.notCompleted(.cancelled)]),
        (row("x", days: 9, state: .restoring), [.notCompleted(.restoring)]),
        (row("x", days: 9, state: .unknown), [.notCompleted(.unknown)]),
        (row("x", days: nil), [.noDate]),
        (row("x", days: -1), [.noDate]),
        (row("x", days: 9), []), (row("x", days: nil, state: .failed), []), (row("x", days: 9, isLocked: false), []),
    ])
    func aRowIsOfferedOrNot(row: Backup, expected: [Reason]) {
        #expect(reasons(row) == expected)
    }

    @Test func oneThatFailedWithPartOfAnArchiveIsNotOffered() {
        var row = Self.row("x", days: 9, state: .failed)
        row.size = 5
        #expect(reasons(row) == [.notCompleted(.failed)])
        row.size = 0
        row.checksum = Checksum(algorithm: .sha1, value: "ab")
        #expect(reasons(row) == [.notCompleted(.failed)])
        row.size = 5
        #expect(reasons(row) == [], "with both it is a good one")
    }

    @Test func theSourceAndWhatIsBeingWorkedOnAreNotOffered() {
        #expect(reasons(Self.row("x", days: 9), source: "x") == [.source])
        #expect(reasons(Self.row("x", days: 9), busy: ["x"]) == [.beingWorkedOn])
        #expect(reasons(Self.row("x", days: 9, state: .failed), source: "x", busy: ["x"]) == [.source, .beingWorkedOn])
    }

    @Test func theNewestGoodOneIsNotOfferedThoughANewerOneIsBeingWorkedOnOrUndated() {
        let row = Self.row("x", days: 9)
        #expect(reasons(row, busy: ["newest"]) == [.lastGood])
        for other in [Self.row("o", days: nil), Self.row("o", days: 1, state: .failed)] {
            let decisions = MakeRoom.candidates(in: [row, other], counting: .all, now: Sample.now)
            #expect(decisions.first { $0.id == "x" }?.reasons == [.lastGood])
        }
    }

    @Test(arguments: [
        (0.5, [.safety]), (6.9999, [.safety]), (7, []), (8, []), (-1, [.noDate, .safety]), (nil, [.noDate, .safety]),
    ] as [(Double?, [Reason])])
    func aSafetyBackupIsSparedForSevenDays(days: Double?, expected: [Reason]) {
        #expect(reasons(Self.row("x", days: days, .manual, name: Self.safetyName)) == expected)
    }

    @Test(arguments: [
        ("Before restore 0a1b2c3d", true), ("Before restore 0A1B2C3D", true), ("Before restore", false),
        ("Before restore 0a1b2c3", false), ("Before restore 0a1b2c3d4", false), ("Before restore 0a1b2c3g", false),
        ("before restore 0a1b2c3d", false), ("Before restore 0a1b2c3\u{FF11}", false),
        ("My Before restore 0a1b2c3d", false), (nil, false),
    ] as [(String?, Bool)])
    func aSafetyBackupIsKnownByItsWholeName(name: String?, isSafety: Bool) {
        #expect(Backup(id: "x", name: name, state: .completed).isSafetyBackup == isSafety)
    }

    @Test func aSafetyBackupThatFailedIsSparedAsWell() {
        #expect(reasons(Self.row("x", days: 1, name: Self.safetyName, state: .failed)) == [.safety])
        #expect(reasons(Self.row("x", days: nil, name: Self.safetyName, state: .failed)) == [.safety])
    }

    private static let uncounted: [(QuotaTraits.Counted, Backup.State, Bool)] = Backup.State.allCases.flatMap {
        [(QuotaTraits.Counted.all, $0, true), (.notFailed, $0, $0 != .failed)]
            + [(.completed, $0, ![.failed, .cancelled, .unknown].contains($0))]
    }

    @Test(arguments: uncounted)
    func aStateCountsTowardsTheLimitAsTheServiceSays(counted: QuotaTraits.Counted, state: Backup.State, counts: Bool) {
        #expect(counted.includes(state) == counts)
        var place = LocationState()
        place.replace(with: BackupListing(backups: [Self.row("x", days: 1, state: state)]), at: Sample.now)
        #expect(place.count(by: counted) == (counts ? 1 : 0), "and the count of a list agrees")
        let row = Self.row("x", days: 9, state: state)
        let decision = MakeRoom.candidates(in: [row, Self.row("newest", days: 0)], counting: counted, now: Sample.now)
            .first { $0.id == "x" }
        #expect(decision?.reasons.contains(.makesNoRoom) == !counts)
    }

    /// By its deletion nothing would fit that did not fit before.
    @Test(arguments: [
        (QuotaTraits.Counted.all, ["empty", "spoiled", "b3", "b2"]), (.notFailed, ["b3", "b2"]),
        (.completed, ["b3", "b2"]),
    ] as [(QuotaTraits.Counted, [Backup.ID])])
    func onlyWhatCountsTowardsTheLimitIsOffered(counted: QuotaTraits.Counted, expected: [Backup.ID]) {
        let backups = Sample.backups + [
            Sample.backup("empty", hoursOld: 99, state: .failed),
            Sample.backup(
                "spoiled", hoursOld: 98, state: .failed, size: 9, checksum: Checksum(algorithm: .sha1, value: "ff")
            ),
        ]
        var bench = Bench.opened(
            backups,
            context: Sample.context(capabilities: Sample.capabilities().with { $0.quota.counted = counted }),
            servers: [Sample.server(quota: Quota(used: 3, limit: 3))]
        )
        bench.press(.create)
        #expect(bench.menu?.lines.map(\.choice) == expected.map { .makeRoom($0) })
    }

    @Test func whateverTheHistoryOneGoodBackupAndAllThatIsSparedRemain() {
        for seed in UInt64(0) ..< 300 {
            var generator = SeededGenerator(seed: seed)
            let rows = RetentionSample.history(size: .random(in: 1 ... 40, using: &generator), using: &generator)
            let busy = RetentionSample.busy(rows, using: &generator)
            let source = rows.randomElement(using: &generator)?.id
            let decisions = MakeRoom.candidates(in: rows, sparing: source, busy: busy, counting: .all, now: Sample.now)
            #expect(Set(decisions.map(\.backup)) == Set(rows), "seed \(seed)")
            #expect(decisions.count == rows.count, "seed \(seed)")
            let offered = decisions.filter(\.isRemoval).map(\.backup)
            #expect(decisions.prefix(offered.count).map(\.backup) == offered, "seed \(seed)")
            for row in offered {
                #expect(row.isGood || row.isCertainlyFailed, "seed \(seed)")
                #expect(row.isLocked != true && !busy.contains(row.id) && row.id != source, "seed \(seed)")
            }
            let idle = rows.filter { $0.isGood && !busy.contains($0.id) }
            let goodOffered = offered.filter(\.isGood)
            #expect(idle.isEmpty || goodOffered.count < idle.count, "seed \(seed)")
        }
    }

    /// The name is made elsewhere; here it is recognised.
    @Test func theNameOfARestoresSafetyBackupIsKnown() {
        var bench = Bench.opened(context: Sample.context(capabilities: .historic))
        bench.press(.restore)
        guard case let .restore(_, options)? = bench.planSheet?.target.act else {
            Issue.record("no plan")
            return
        }
        #expect(Backup(id: "x", name: options.safetyName, state: .completed).isSafetyBackup)
    }
}
