import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A restore makes a backup of the present state first")
struct SafetyBackupTests {
    private static let byClient: [ProviderCapabilities] = [
        Sample.capabilities(), .logged, .synchronous, .silent,
        .logged.with { $0.create.everythingPattern = "/nothing-is-called-this" },
    ]

    private static func draft(_ traits: ProviderCapabilities, allowing permissions: Set<Server.Permission>? = nil)
        -> BackupDraft? {
        var bench = Bench.opened(
            context: Sample.context(capabilities: traits), settings: Settings(), power: .running
        )
        bench.openPlan(server: Sample.server(permissions: permissions))
        return bench.plan?.safety
    }

    @Test(arguments: byClient)
    func itIsNamedAndMadeAsTheServiceTakesIt(traits: ProviderCapabilities) throws {
        let draft = try #require(Self.draft(traits))
        #expect(draft.name.hasPrefix("Before restore "))
        let nonce = draft.name.dropFirst("Before restore ".count)
        #expect(nonce.count == 8)
        #expect(nonce.allSatisfy { "0123456789abcdef".contains($0) })
        #expect(SafetyBackup.isOne(Sample.backup("x", name: draft.name)))
        #expect((draft.id != nil) == traits.create.takesOwnID)
        #expect(draft.ignoredPatterns == (traits.create.everythingPattern.map { [$0] } ?? []))
        #expect(draft.isLocked == traits.create.options.contains(.lock))
    }

    @Test func itIsNotLockedWithoutThePermissionToUnlockIt() {
        let all = Set(Server.Permission.allCases)
        #expect(Self.draft(.logged, allowing: all)?.isLocked == true)
        #expect(Self.draft(.logged, allowing: all.subtracting([.lockBackups]))?.isLocked == false)
    }

    @Test func everyPlanHasAnotherNameAndId() throws {
        var bench = Bench.opened(context: Sample.context(capabilities: .synchronous), settings: Settings(), power: nil)
        var seen: Set<BackupDraft> = []
        for _ in 0 ..< 20 {
            bench.openPlan()
            try seen.insert(#require(bench.plan?.safety))
            bench.key(.escape)
        }
        #expect(Set(seen.map(\.name)).count == 20)
        #expect(Set(seen.map(\.id)).count == 20)
    }

    @Test(arguments: [PowerState.running, .stopped])
    func aServerThatRanMeanwhileIsNotRestored(power: PowerState) {
        var bench = Bench.securing(power: power)
        bench.answer(.accepted("new"))
        // Started and stopped again while its backup was made: the backup may be from before.
        bench.event(.power(.running))
        bench.event(.power(.stopped))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.outcomeWords.contains("Somebody started the server in the meantime"), "\(bench.outcomeWords)")
        #expect(!bench.requests.contains { $0.step == "restore" })
    }

    /// The service makes the backup itself, and there is no room for it any more.
    @Test func aServiceThatHasNoRoomForItsOwnIsNotAsked() {
        var bench = Bench.inSafeWindow(.historic, server: Sample.server(quota: Quota(used: 3, limit: 10)))
        bench.passWindow()
        bench.read(Sample.server(quota: Quota(used: 10, limit: 10)))
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.outcomeWords.contains("no room any more"), "\(bench.outcomeWords)")
        #expect(bench.requests.isEmpty)
    }

    @Test func aServerThatNeedsNoStopMayRun() {
        var bench = Bench.securing(.silent, power: .running)
        bench.answer(.accepted("new"))
        bench.event(.power(.running))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.last?.step == "restore", "\(bench.outcomeWords)")
    }

    @Test func aServiceThatMakesItsOwnIsNotAskedForOne() {
        var bench = Bench.opened(context: Sample.context(capabilities: .historic), settings: Settings())
        bench.openPlan()
        #expect(bench.plan?.safety == nil)
        #expect(bench.plan?.level == .severe)
        guard case let .restore("b2", options)? = bench.plan?.target.act else {
            Issue.record("no restore")
            return
        }
        #expect(SafetyBackup.isOne(Sample.backup("x", name: options.safetyName)))
    }

    @Test func theStepsAreTakenInOrder() {
        var bench = Bench.securing()
        #expect(bench.requests.map(\.step) == ["power stop", "create"])
        #expect(bench.run?.plan.steps == [
            .recheck, .stop, .confirmStopped, .safety, .recheck, .restore, .start,
        ])
        #expect(bench.run?.stepsDone == 3)
        #expect(bench.inspections.count == 2, "the sheet and re-check A")
        bench.answer(.accepted("new"))
        #expect(bench.run?.stepsDone == 3, "asked for is not made")
        bench.list([bench.safetyBackup(.running)] + Sample.backups)
        #expect(bench.run?.stepsDone == 3)
        #expect(bench.inspections.count == 2)
        bench.list([bench.safetyBackup()] + Sample.backups)
        #expect(bench.run?.stepsDone == 4)
        #expect(bench.inspections.count == 3, "re-check B")
        #expect(bench.requests.count == 2)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.map(\.step) == ["power stop", "create", "restore"])
        #expect(bench.run?.stepsDone == 5)
        #expect(bench.run?.safetyBackup == "new")
        #expect(bench.journal.map(\.event) == [
            .observed("the server is stopped"), .observed("the safety backup is whole"),
        ])
        #expect(bench.journal.last?.backup == "new")
    }

    @Test func aServerThatIsDownIsSecuredAtOnce() {
        var bench = Bench.securing(power: .stopped)
        #expect(bench.requests.map(\.step) == ["create"])
        #expect(bench.run?.plan.steps == [.recheck, .safety, .recheck, .restore])
        #expect(bench.run?.stepsDone == 1)
        bench.answer(.accepted("new"))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.map(\.step) == ["create", "restore"])
        #expect(bench.run?.stepsDone == 3)
    }

    @Test func anAnswerThatComesTwiceAsksForNothingMore() {
        var bench = Bench.securing()
        let create = bench.sent[1]
        for _ in 0 ..< 2 { bench.send(.mutationAnswered(create, .accepted("new"))) }
        for _ in 0 ..< 3 { bench.list([bench.safetyBackup()] + Sample.backups) }
        for _ in 0 ..< 3 { bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups) }
        #expect(bench.requests.map(\.step) == ["power stop", "create", "restore"])
        bench.send(.mutationAnswered(create, .refused(Sample.offline)))
        #expect(bench.run?.stage == .acting)
    }

    // MARK: Found by itself

    @Test(arguments: [nil, "given"] as [Backup.ID?])
    func withoutAClearAnswerItIsFoundByItsNameOrId(id: Backup.ID?) {
        let traits = Sample.capabilities().with { $0.create.takesOwnID = id != nil }
        var bench = Bench.securing(traits)
        bench.answer(.ambiguous(Sample.offline))
        #expect((bench.safety?.id != nil) == (id != nil))
        bench.list([bench.safetyBackup(.running)] + Sample.backups)
        #expect(bench.run?.isActive == true)
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.map(\.step) == ["power stop", "create", "restore"])
        #expect(bench.journal.allSatisfy { $0.event.words.name == "observed" })
    }

    @Test func anothersBackupIsNotTakenForIt() {
        var bench = Bench.securing()
        bench.answer(.ambiguous(Sample.offline))
        let other = Sample.backup("theirs", name: "Before restore 00000000", hoursOld: 0)
        for _ in 0 ..< 3 {
            bench.wait(60)
            bench.list([other] + Sample.backups)
        }
        #expect(bench.requests.map(\.step) == ["power stop", "create", "power start"])
        #expect(bench.run?.isActive == true, "it is started again first")
        bench.answer()
        bench.event(.power(.running))
        #expect(bench.outcomeWords.contains("no list shows it, nothing was restored. smp-main runs again"))
    }

    // MARK: Re-check B

    @Test func itIsNoNewerGoodBackupItself() {
        // The newest good one is restored, so that another newest one would be a change.
        var bench = Bench.opened(settings: Settings())
        bench.openPlan(on: "b1")
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer()
        bench.event(.power(.stopped))
        bench.answer(.accepted("new"))
        let backups = [bench.safetyBackup()] + Sample.backups
        bench.list(backups)
        var others = bench
        bench.read(Sample.server(), backups)
        #expect(bench.requests.last == .restore("b1"))
        others.read(Sample.server(), [Sample.backup("theirs", hoursOld: 0)] + backups)
        #expect(others.requests.map(\.step) == ["power stop", "create"])
        #expect(others.run?.outcome?.kind == .refused)
        #expect(others.outcomeWords.contains("A newer good backup exists now"))
        #expect(others.outcomeWords.contains("stopped by this plan"))
    }

    @Test func itsOwnWorkIsNotForeign() {
        var bench = Bench.securing()
        bench.answer(.accepted("new"))
        bench.progress("new", .create, .running, 0.5)
        bench.progress("new", .create, .done)
        bench.list([bench.safetyBackup()] + Sample.backups, [Sample.report("new", .create, .done)])
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups, [Sample.report("new", .create, .done)])
        #expect(bench.requests.last == .restore("b2"))
    }

    @Test func itFillsTheQuotaWithoutStandingInTheWay() {
        var bench = Bench.securing()
        bench.answer(.accepted("new"))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(quota: Quota(used: 4, limit: 4)), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.last == .restore("b2"))
    }
}
