import AppCore
import BackupKit
import FoundationEssentials
import Testing

@Suite("What holds for every history and every policy")
struct RetentionPropertyTests {
    /// A random history with a policy that has a rule, and work on some backups.
    private struct Case {
        var backups: [Backup]
        var policy: RetentionPolicy
        var busy: Set<Backup.ID>
        var generator: SeededGenerator

        init(seed: Int) {
            generator = SeededGenerator(seed: UInt64(seed))
            backups = RetentionSample.history(size: .random(in: 1 ... 40, using: &generator), using: &generator)
            policy = RetentionSample.policy(using: &generator)
            if policy.isEmpty { policy.keepLast = 1 }
            busy = RetentionSample.busy(backups, using: &generator)
        }

        var kept: Set<Backup.ID> {
            RetentionSample.kept(backups, policy, busy: busy)
        }
    }

    private static let seeds = 0 ..< 500

    @Test func decidingAgainRemovesNothing() {
        for seed in Self.seeds {
            let this = Case(seed: seed)
            let kept = this.kept
            let rest = this.backups.filter { kept.contains($0.id) }
            #expect(RetentionSample.kept(rest, this.policy, busy: this.busy) == kept, "seed \(seed)")
        }
    }

    @Test func aFurtherOrAWiderRuleNeverRemovesMore() {
        for seed in Self.seeds {
            var this = Case(seed: seed)
            let kept = this.kept
            switch Int.random(in: 0 ..< 8, using: &this.generator) {
            case 0: this.policy.keepWithin = (this.policy.keepWithin ?? .zero) + .seconds(7200)
            case 1: this.policy.minimumKept += 2
            case let rule: this.policy[keyPath: RetentionSample.rules[rule - 2]] += 2
            }
            #expect(this.kept.isSuperset(of: kept), "seed \(seed)")
        }
    }

    @Test func workOnABackupNeverRemovesMore() {
        for seed in Self.seeds {
            var this = Case(seed: seed)
            let kept = this.kept
            this.busy.formUnion(RetentionSample.busy(this.backups, using: &this.generator))
            #expect(this.kept.isSuperset(of: kept.union(this.busy)), "seed \(seed)")
        }
    }

    @Test func theOrderOfTheListDoesNotMatter() {
        for seed in Self.seeds {
            var this = Case(seed: seed)
            let decisions = Retention.decide(
                this.backups,
                policy: this.policy,
                busy: this.busy,
                now: RetentionSample.end
            )
            this.backups.shuffle(using: &this.generator)
            #expect(
                Retention
                    .decide(this.backups, policy: this.policy, busy: this.busy, now: RetentionSample.end) == decisions,
                "seed \(seed)"
            )
        }
    }

    @Test func theNewestGoodOneAndTheFloorAreKept() {
        for seed in Self.seeds {
            let this = Case(seed: seed)
            let good = this.backups.filter(\.isGood)
            let newest = good.max { ($0.createdAt ?? .distantPast, $0.id) < ($1.createdAt ?? .distantPast, $1.id) }
            let kept = this.kept
            #expect(newest.map { kept.contains($0.id) } != false, "seed \(seed)")
            #expect(good.count { kept.contains($0.id) } >= min(good.count, this.policy.minimumKept), "seed \(seed)")
        }
    }

    @Test func onlyGoodUnlockedIdleAndDatedOnesGoAndEveryOtherHasAReason() {
        for seed in Self.seeds {
            let this = Case(seed: seed)
            let decisions = Retention.decide(
                this.backups,
                policy: this.policy,
                busy: this.busy,
                now: RetentionSample.end
            )
            #expect(Set(decisions.map(\.backup)) == Set(this.backups), "seed \(seed)")
            #expect(decisions.count == this.backups.count, "seed \(seed)")
            for decision in decisions where decision.isRemoval {
                let backup = decision.backup
                #expect(backup.isGood && backup.isLocked != true && !this.busy.contains(backup.id), "seed \(seed)")
                #expect(backup.createdAt.map { $0.timeIntervalSince1970 > 0 } == true, "seed \(seed)")
            }
            #expect(decisions.allSatisfy { $0.isRemoval == $0.reasons.isEmpty }, "seed \(seed)")
        }
    }
}
