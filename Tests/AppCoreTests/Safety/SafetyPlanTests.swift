import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Whether a safety backup can be made is known before anything is sent")
struct SafetyPlanTests {
    private static let all = Set(Server.Permission.allCases)

    private static func opened(
        _ server: Server = Sample.server(),
        _ traits: ProviderCapabilities = Sample.capabilities(),
        backups: [Backup] = Sample.backups
    ) -> Bench {
        var bench = Bench.opened(
            backups, context: Sample.context(capabilities: traits), settings: Settings(), servers: [server]
        )
        bench.openPlan(server: server, backups: backups)
        return bench
    }

    private static func refusal(_ bench: Bench) -> PlanRefusal? {
        if case let .refused(refusal)? = bench.planSheet?.stage { refusal } else { nil }
    }

    @Test(arguments: [
        (Sample.server(quota: Quota(used: 10, limit: 10)), "quota full (10/10)", PlanRefusal.Remedy.makeRoom),
        (Sample.server(quota: Quota(used: nil, limit: 3)), "quota full (3/3)", .makeRoom),
        (Sample.server(quota: Quota(used: 0, limit: 0)), "backups are switched off", .withoutSafety),
        (Sample.server(permissions: all.subtracting([.createBackups])), "backup.create", .withoutSafety),
    ])
    func aLackIsRefusedWithAWayOut(server: Server, word: String, remedy: PlanRefusal.Remedy) {
        let bench = Self.opened(server)
        #expect(Self.refusal(bench)?.reason.contains(word) == true, "\(String(describing: bench.planSheet?.stage))")
        #expect(Self.refusal(bench)?.remedy == remedy)
    }

    @Test func aServiceWithoutCreateIsRefusedWithAWayOut() {
        var bench = Self.opened(Sample.server(), Sample.capabilities(
            actions: [.restore, .delete, .power], reasons: [.create: "this plan of theirs has none"]
        ))
        #expect(Self.refusal(bench) == PlanRefusal(
            "No safety backup can be made: this plan of theirs has none", remedy: .withoutSafety
        ))
        bench.key(.tab)
        bench.read()
        bench.arm()
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.safety == nil)
    }

    @Test func roomIsMadeByDeletingAnOldBackupThatIsNotTheSource() {
        var bench = Self.opened(Sample.server(quota: Quota(used: 3, limit: 3)))
        bench.key(.character("m"))
        #expect(bench.menu?.kind == .makeRoom)
        #expect(bench.menu?.lines.map(\.choice) == [.makeRoom("b3")], "neither the source nor the last good one")
        bench.key(.character("1"))
        #expect(bench.planSheet?.target.act == .delete("b3"))
        #expect(bench.requests.isEmpty)
    }

    @Test func theWayOutIsClosedToTypeAhead() {
        var bench = Bench.opened(
            settings: Settings(), servers: [Sample.server(quota: Quota(used: 3, limit: 3))]
        )
        bench.select("b2")
        bench.press(.restore)
        bench.read(Sample.server(quota: Quota(used: 3, limit: 3)))
        let before = bench.planSheet
        bench.key(.tab)
        bench.key(.character("m"))
        bench.key(.escape)
        #expect(bench.planSheet == before)
        #expect(before?.isArmed == false)
    }

    // MARK: Tab

    @Test func tabMakesThePlanWithoutItAndBack() {
        var bench = Self.opened()
        let safe = bench.plan
        #expect(safe?.level == .severe)
        #expect(safe?.confirmation == "smp-main")
        #expect(safe?.cancelWindow == .seconds(5))
        bench.key(.tab)
        #expect(bench.planSheet?.isArmed == false, "the guard time begins anew")
        #expect(bench.inspections.count == 2, "it is read anew")
        bench.type("smp-main")
        bench.key(.enter)
        bench.read()
        #expect(bench.planSheet?.isArmed == false)
        bench.type("smp-main 1d")
        bench.key(.enter)
        #expect(bench.run == nil)
        bench.arm()
        let unsafe = bench.plan
        #expect(unsafe?.level == .extreme)
        #expect(unsafe?.confirmation == "smp-main 1d")
        #expect(unsafe?.cancelWindow == .seconds(10))
        #expect(unsafe?.steps == [.recheck, .stop, .confirmStopped, .recheck, .restore, .start])
        #expect(unsafe?.safety == nil)
        #expect(unsafe?.act != safe?.act)
        #expect(unsafe?.consequences.contains { $0.label == "Safety" && $0.weight == .loss } == true)
        bench.key(.tab)
        bench.read()
        bench.arm()
        #expect(bench.plan?.level == .severe)
        #expect(bench.plan?.safety != nil)
        #expect(bench.plan?.safety?.name != safe?.safety?.name)
        #expect(bench.state.overlays.count == 1)
        #expect(bench.requests.isEmpty)
    }

    @Test func whereTheServiceMakesItTabChangesNothing() {
        var bench = Self.opened(Sample.server(), .historic)
        let before = bench.planSheet
        bench.key(.tab)
        #expect(bench.planSheet?.target == before?.target)
        #expect(bench.inspections.count == 1)
    }

    @Test func aWipeStaysExtremeWithASafetyBackup() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged), settings: Settings())
        bench.select("b2")
        bench.press(.restore)
        bench.key(.character("w"))
        bench.read(archive: .readable)
        bench.arm()
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.safety != nil)
        #expect(bench.plan?.steps.contains(.safety) == true)
    }

    // MARK: Re-check A

    @Test(arguments: [
        (
            Sample.server(quota: Quota(used: 10, limit: 10)),
            nil,
            "no room for the safety backup any more (quota full (10/10))"
        ),
        (Sample.server(quota: Quota(used: 0, limit: 0)), nil, "backups are switched off"),
        (Sample.server(permissions: all.subtracting([.createBackups])), nil, "lost the permission to create backups"),
        (
            Sample.server(), Sample.capabilities(actions: [.restore, .power], reasons: [.create: "gone"]),
            "make no safety backup (gone)"
        ),
    ] as [(Server, ProviderCapabilities?, String)])
    func aLackAtReCheckAIsNamed(server: Server, told: ProviderCapabilities?, word: String) throws {
        var bench = Bench.inSafeWindow()
        bench.passWindow()
        let request = try #require(bench.inspections.last)
        bench.send(.inspected(request, .success(Inspection(
            server: server,
            listing: BackupListing(backups: Sample.backups, capabilities: told),
            readAt: bench.state.now
        ))))
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.outcomeWords.contains(word), "\(bench.outcomeWords)")
        #expect(bench.run?.outcome?.next == nil)
    }

    @Test func withoutASafetyBackupAFullQuotaIsNoHindrance() {
        var bench = Bench.inRecheckA()
        bench.read(Sample.server(quota: Quota(used: 10, limit: 10)))
        #expect(bench.requests == [.power(.stop)])
    }
}
