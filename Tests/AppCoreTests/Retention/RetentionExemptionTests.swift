import AppCore
import BackupKit
import FoundationEssentials
import Testing

@Suite("What retention keeps whatever its rules say, and what it does not count")
struct RetentionExemptionTests {
    private typealias Reason = RetentionDecision.Reason

    private let days = RetentionSample.days(4)
    private let policy = RetentionPolicy(keepLast: 2)

    private func kept(_ backups: [Backup], _ policy: RetentionPolicy? = nil, busy: Set<Backup.ID> = []) -> [String] {
        RetentionSample.kept(backups, policy ?? self.policy, busy: busy).map(\.rawValue).sorted()
    }

    private func reasons(_ backup: Backup, _ others: [Backup], busy: Set<Backup.ID> = []) -> [Reason]? {
        Retention.decide(others + [backup], policy: policy, busy: busy, now: RetentionSample.end)
            .first { $0.id == backup.id }?.reasons
    }

    @Test func aPolicyWithoutRulesRemovesNothing() {
        for policy in [
            RetentionPolicy(), RetentionPolicy(minimumKept: 2), RetentionPolicy(keepLast: -1),
            RetentionPolicy(keepWithin: .seconds(-1)),
        ] {
            #expect(policy.isEmpty)
            #expect(kept(days, policy) == ["d0", "d1", "d2", "d3"])
            #expect(Retention.decide(days, policy: policy, now: RetentionSample.end).last?.reasons == [.noRules])
        }
    }

    @Test func aPolicyWithARuleIsNotEmpty() {
        for rule in RetentionSample.rules {
            var policy = RetentionPolicy()
            policy[keyPath: rule] = 1
            #expect(!policy.isEmpty)
        }
        #expect(!RetentionPolicy(keepWithin: .zero).isEmpty)
    }

    @Test func nothingIsDecidedAboutNothing() {
        #expect(Retention.decide([], policy: policy, now: RetentionSample.end).isEmpty)
    }

    @Test(arguments: [Backup.State.pending, .running, .failed, .cancelled, .restoring, .unknown])
    func whatIsNotGoodIsNeitherTouchedNorCounted(state: Backup.State) {
        let row = Backup(id: "x", createdAt: RetentionSample.midnight + 60, state: state)
        #expect(kept(days + [row]) == ["d0", "d1", "x"])
        #expect(reasons(row, days) == [.notCompleted(state)])
        #expect(reasons(days[0], days.dropFirst() + [row])?.first == .lastGood)
    }

    @Test func aFailedOneWithAWholeArchiveIsGood() {
        let row = Backup(
            id: "x", createdAt: RetentionSample.midnight + 60, state: .failed, size: 10,
            checksum: Checksum(algorithm: .sha1, value: "ab")
        )
        #expect(kept(days + [row]) == ["d0", "x"])
    }

    @Test(arguments: [nil, 0, -1, -62_135_596_800, 253_402_300_800, Double.infinity, -.infinity, .nan])
    func oneWithoutAUsableDateIsNeitherTouchedNorCounted(seconds: Double?) {
        let row = Backup(id: "x", createdAt: seconds.map { Date(timeIntervalSince1970: $0) }, state: .completed)
        #expect(kept(days + [row]) == ["d0", "d1", "x"])
        #expect(reasons(row, days) == [.noDate])
        #expect(Retention.decide([row] + days, policy: policy, now: RetentionSample.end).last?.id == "x")
        #expect(kept([row, RetentionSample.good("y", 0)], RetentionPolicy(keepWithin: .zero)) == ["x", "y"])
    }

    @Test(arguments: [(-4, 1), (0, 1), (1, 1), (2, 2)])
    func theFloorIsOneAtTheLeast(minimum: Int, floor: Int) {
        let decisions = Retention.decide(
            days,
            policy: RetentionPolicy(keepWithin: .zero, minimumKept: minimum),
            now: RetentionSample.end
        )
        #expect(decisions.first?.reasons == [.lastGood, .within(.zero), .floor(1, of: floor)])
        #expect(decisions.count { !$0.isRemoval } == floor)
    }

    @Test func aDateInTheFutureIsADate() {
        let row = RetentionSample.good("x", 4e9)
        #expect(kept(days + [row]) == ["d0", "x"])
    }

    @Test func aLockedOneStaysAndFillsItsDay() {
        let locked = RetentionSample.good("x", -2 * 86400 + 60, isLocked: true)
        #expect(kept(days + [locked], RetentionPolicy(keepDaily: 3)) == ["d0", "d1", "x"])
        #expect(kept(days + [locked], RetentionPolicy(keepDaily: 1)) == ["d0", "x"])
        #expect(reasons(locked, days) == [.locked])
    }

    @Test func aLockedOneCountsAmongTheNewest() {
        #expect(kept(days + [RetentionSample.good("x", 60, isLocked: true)]) == ["d0", "x"])
    }

    @Test func oneThatIsBeingWorkedOnStaysAndDoesNotCount() {
        #expect(kept(days, busy: ["d3"]) == ["d0", "d1", "d3"])
        #expect(kept(days, busy: ["d0"]) == ["d0", "d1", "d2"], "it may be about to go")
        #expect(reasons(days[0], Array(days.dropFirst()), busy: ["d0"]) == [.beingWorkedOn])
        #expect(reasons(days[1], [days[0]], busy: ["d0"])?.first == .lastGood)
        let within = RetentionPolicy(keepWithin: .seconds(86400))
        #expect(kept(days, within) == ["d0", "d1"])
        #expect(kept(days, within, busy: ["d0"]) == ["d0", "d1", "d2"])
    }

    @Test func theSpanCountsFromTheNewestGoodOneAndNotFromToday() {
        let old = [RetentionSample.good("a", -9e7), RetentionSample.good("b", -9e7 - 3600)]
        let failed = Backup(id: "f", createdAt: RetentionSample.midnight, state: .failed)
        #expect(kept(old + [failed], RetentionPolicy(keepWithin: .seconds(3600))) == ["a", "b", "f"])
    }

    @Test func ofTwoFromTheSameTimeTheGreaterIdIsTheNewer() {
        let twins = ["b", "d", "a", "c"].map { RetentionSample.good(Backup.ID($0), 0) }
        #expect(Retention.decide(twins, policy: policy, now: RetentionSample.end).map(\.id) == ["d", "c", "b", "a"])
        #expect(kept(twins) == ["c", "d"])
        for rule in RetentionSample.rules {
            var policy = RetentionPolicy()
            policy[keyPath: rule] = 1
            #expect(kept(twins, policy) == ["d"])
        }
        #expect(kept(twins, RetentionPolicy(keepWithin: .zero)) == ["a", "b", "c", "d"])
    }

    @Test func partsOfASecondTellWhichIsNewer() {
        let pair = [RetentionSample.good("z", 0.25), RetentionSample.good("a", 0.75)]
        #expect(kept(pair, RetentionPolicy(keepHourly: 3)) == ["a"])
    }

    @Test func aRowThatAListTellsTwiceIsOneBackup() {
        #expect(Retention.decide(days + days, policy: policy, now: RetentionSample.end) == Retention.decide(
            days,
            policy: policy,
            now: .distantFuture
        ))
        var later = days[3]
        later.isLocked = true
        #expect(kept(days + [later]) == ["d0", "d1", "d3"])
    }
}
