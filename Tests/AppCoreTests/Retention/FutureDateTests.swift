import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A backup whose date has not come yet is of unknown age, for everything that asks for the newest good one")
struct FutureDateTests {
    @Test(arguments: [
        (-86400, true), (0, true), (299, true), (300, true), (301, false), (86400, false), (1e10, false),
        (-1_800_000_000, false), (-2e9, false),
    ] as [(Double, Bool)])
    func aDateIsBelievedUpToFiveMinutesAhead(seconds: Double, isBelieved: Bool) {
        let moment = Sample.now.addingTimeInterval(seconds)
        let backup = Backup(id: "x", createdAt: moment, state: .completed)
        #expect(backup.moment(at: Sample.now) == (isBelieved ? moment : nil))
        #expect(Backup(id: "x", state: .completed).moment(at: Sample.now) == nil)
    }

    /// The true ones, and one that is dated so many hours ahead.
    private static func backups(ahead hours: Double) -> [Backup] {
        [Sample.backup("ahead", hoursOld: -hours)] + Sample.backups
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var hoursAhead: Double
        /// What the service's clock says beside ours, in seconds; nil where it tells none.
        var clock: Double?
        var newest: Backup.ID
    }

    static let rows = [
        Row(testDescription: "an hour ahead", hoursAhead: 1, clock: nil, newest: "b1"),
        Row(testDescription: "a minute ahead", hoursAhead: 1 / 60, clock: nil, newest: "ahead"),
        Row(testDescription: "ahead of our clock alone", hoursAhead: 1, clock: 7200, newest: "ahead"),
        Row(testDescription: "ahead of both clocks", hoursAhead: 3, clock: 7200, newest: "b1"),
        Row(testDescription: "ahead of the service's clock alone", hoursAhead: -1 / 60, clock: -7200, newest: "b2"),
    ]

    private static func read(_ bench: inout Bench, _ row: Row, _ backups: [Backup]) {
        guard let request = bench.inspections.last else { return }
        bench.send(.inspected(request, .success(Inspection(
            server: Sample.server(), listing: listing(row, backups, bench), readAt: bench.state.now
        ))))
    }

    private static func listing(_ row: Row, _ backups: [Backup], _ bench: Bench) -> BackupListing {
        BackupListing(backups: backups, date: row.clock.map { bench.state.now.addingTimeInterval($0) })
    }

    private static func opened(_ row: Row, _ settings: Settings = Settings(makesSafetyBackup: false)) -> Bench {
        let backups = backups(ahead: row.hoursAhead)
        var bench = Bench.opened(
            backups, context: Sample.context(capabilities: .logged), settings: settings,
            servers: [Sample.server(quota: Quota(used: 4, limit: 4))]
        )
        for _ in 0 ..< 2 { bench.list(listing(row, backups, bench)) }
        return bench
    }

    @Test(arguments: rows)
    func thePlanOfADeleteKnowsTheLastGoodOne(row: Row) {
        for backup in Self.backups(ahead: row.hoursAhead).map(\.id) {
            var bench = Self.opened(row)
            bench.select(backup)
            bench.press(.delete)
            Self.read(&bench, row, Self.backups(ahead: row.hoursAhead))
            #expect(bench.plan?.facts.newestGood == row.newest)
            #expect(bench.plan?.level == (backup == row.newest ? .extreme : .severe), "\(backup)")
        }
    }

    @Test(arguments: rows)
    func retentionKeepsTheSameOne(row: Row) {
        var settings = Settings(makesSafetyBackup: false)
        settings.retention = RetentionPolicy(keepLast: 1)
        var bench = Self.opened(row, settings)
        bench.press(.retention)
        Self.read(&bench, row, Self.backups(ahead: row.hoursAhead))
        let kept = bench.plan?.rows.filter { $0.exclusion?.contains("newest good backup") == true }.map(\.backup.id)
        #expect(kept == [row.newest])
        for plan in bench.plan?.rows ?? [] where plan.backup.moment(
            at: bench.state.serviceTime(of: Sample.ref)
        ) == nil {
            #expect(plan.exclusion == "kept: no usable date")
            #expect(plan.backup.createdAt != nil, "its date is shown as it is")
        }
    }

    @Test(arguments: rows)
    func makingRoomSparesTheSameOne(row: Row) {
        var bench = Self.opened(row)
        bench.press(.create)
        let offered = bench.menu?.lines.compactMap { line -> Backup.ID? in
            if case let .makeRoom(id) = line.choice { id } else { nil }
        }
        let now = bench.state.serviceTime(of: Sample.ref)
        let expected = Self.backups(ahead: row.hoursAhead).filter { $0.id != row.newest && $0.moment(at: now) != nil }
        #expect(Set(offered ?? []) == Set(expected.map(\.id)))
    }

    @Test(arguments: rows)
    func theAgeOfTheLastGoodOneIsThatOfTheSame(row: Row) {
        let bench = Self.opened(row)
        let newest = Self.backups(ahead: row.hoursAhead).first { $0.id == row.newest }
        #expect(bench.state.fleet[Sample.place]?.summary.lastGood?.createdAt == newest?.createdAt)
    }

    @Test func aDateThatComesCountsFromThenOn() {
        let row = Self.rows[0]
        var bench = Self.opened(row)
        bench.wait(3600)
        for _ in 0 ..< 2 { bench.list(Self.backups(ahead: row.hoursAhead)) }
        #expect(bench.state.fleet[Sample.place]?.summary.lastGood?.createdAt == Sample.now.addingTimeInterval(3600))
    }

    @Test func theOnlyGoodOneIsTheLastOneWhateverItsDate() {
        let backups = [Sample.backup("ahead", hoursOld: -3)]
        var bench = Bench.opened(backups, context: Sample.context(capabilities: .logged))
        bench.openPlan(.delete, on: "ahead", backups: backups)
        #expect(bench.plan?.level == .extreme)
        #expect(bench.confirmation == "smp-main unknown")
    }

    @Test func theAgeToTypeIsThatOfTheNewestKnownOne() {
        let backups = Self.backups(ahead: 3)
        var bench = Bench.opened(backups, context: Sample.context(isProtected: true, capabilities: .logged))
        bench.state.manager.marks = ["ahead", "b2"]
        bench.press(.delete)
        bench.read(Sample.server(), backups)
        #expect(bench.confirmation == "delete 2 smp-main 1d")
    }
}
