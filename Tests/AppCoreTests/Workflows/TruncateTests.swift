import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A restore that removes every file first proves that the archive is there")
struct TruncateTests {
    private static let context = Sample.context(capabilities: .logged)

    private static func menu() -> Bench {
        var bench = Bench.opened(context: context)
        bench.select("b2")
        bench.press(.restore)
        return bench
    }

    /// The plan of a restore that removes every file, read and armed.
    private static func planned(_ archive: Inspection.ArchiveProof = .readable) -> Bench {
        var bench = menu()
        bench.key(.character("w"))
        bench.read(archive: archive)
        bench.arm()
        return bench
    }

    private static func inRecheckA() -> Bench {
        var bench = planned()
        bench.confirm()
        bench.tick(11)
        return bench
    }

    private static func inRecheckB() -> Bench {
        var bench = inRecheckA()
        bench.read(archive: .readable)
        bench.answer()
        bench.event(.power(.stopped))
        return bench
    }

    @Test func theChoiceIsPartOfTheKey() {
        var bench = Self.menu()
        #expect(bench.menu?.kind == .restore)
        #expect(bench.inspections.isEmpty, "nothing is read before the choice")
        bench.key(.enter)
        #expect(bench.planSheet?.target.act == .restore("b2", RestoreOptions()), "the first choice keeps files")
        #expect(bench.inspections.last?.archive == nil)
    }

    @Test func theMenuIsAboutTheBackupThatWasSelected() {
        var bench = Self.menu()
        bench.list([Sample.backup("b0", hoursOld: 0.1), Sample.backup("b1")])
        bench.key(.character("w"))
        #expect(bench.planSheet?.target.act == .restore("b2", RestoreOptions(truncates: true)))
        bench.read(Sample.server(), [Sample.backup("b1")], archive: .readable)
        guard case .refused? = bench.planSheet?.stage else {
            Issue.record("another backup is meant")
            return
        }
    }

    @Test func aServiceWithoutTheChoiceHasNoMenu() {
        for extent in [RestoreTraits.Extent.wipes, .overlays, .undocumented] {
            var bench = Bench.opened(context: Sample.context(capabilities: .logged.with { $0.restore.extent = extent }))
            bench.press(.restore)
            #expect(bench.planSheet?.target.act == .restore("b1", RestoreOptions()))
        }
    }

    @Test func removingEveryFileIsExtreme() {
        var bench = Self.planned()
        #expect(bench.plan?.level == .extreme)
        #expect(bench.confirmation == "smp-main 1d")
        #expect(bench.plan?.cancelWindow == .seconds(10))
        bench = Self.menu()
        bench.key(.character("k"))
        bench.read()
        #expect(bench.plan?.level == .extreme, "so is a restore without a safety backup")
    }

    @Test(arguments: [
        (Inspection.ArchiveProof.missing("404"), "the archive cannot be read: 404"), (.notAsked, "not looked"),
    ])
    func withoutProofThereIsNoPlan(archive: Inspection.ArchiveProof, reason: String) {
        let bench = Self.planned(archive)
        guard case let .refused(text)? = bench.planSheet?.stage else {
            Issue.record("a plan was made")
            return
        }
        #expect(text.reason.contains(reason))
    }

    @Test func theProofIsAskedForAtEachReading() {
        let bench = Self.inRecheckB()
        #expect(bench.inspections.map(\.archive) == ["b2", "b2", "b2"])
    }

    @Test(arguments: [Inspection.ArchiveProof.missing("404"), .notAsked])
    func anArchiveThatIsGoneInReCheckAStopsNothing(archive: Inspection.ArchiveProof) {
        var bench = Self.inRecheckA()
        bench.read(archive: archive)
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("archive") == true)
    }

    @Test(arguments: [Inspection.ArchiveProof.missing("404"), .notAsked])
    func anArchiveThatIsGoneInReCheckBIsNotRestored(archive: Inspection.ArchiveProof) {
        var bench = Self.inRecheckB()
        bench.read(archive: archive)
        #expect(bench.requests == [.power(.stop)])
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
    }

    @Test func withProofItIsSentAsItWasPlanned() {
        var bench = Self.inRecheckB()
        bench.read(archive: .readable)
        #expect(bench.requests == [.power(.stop), .restore("b2", RestoreOptions(truncates: true))])
    }

    @Test func aRestoreThatKeepsFilesNeedsNoProof() {
        var bench = Self.menu()
        bench.key(.character("k"))
        bench.read(archive: .missing("404"))
        bench.arm()
        #expect(bench.plan != nil)
        #expect(bench.inspections.last?.archive == nil)
    }

    @Test func theServicesOwnSafetyBackupGetsANameOfItsOwn() {
        var names: Set<String> = []
        for _ in 0 ..< 2 {
            var bench = Bench.opened(context: Sample.context(capabilities: .historic))
            for _ in 0 ..< 3 {
                bench.press(.restore)
                guard case let .restore(_, options)? = bench.planSheet?.target.act else {
                    Issue.record("no plan")
                    return
                }
                #expect(options.safetyName?.hasPrefix("Before restore ") == true)
                #expect(options.safetyName?.count == "Before restore ".count + 8)
                names.insert(options.safetyName ?? "")
                bench.key(.escape)
            }
        }
        #expect(names.count == 3, "the same seeds make the same names, one session never repeats one")
    }

    @Test func aReCheckThatFindsAServiceWithoutRestoreSendsNothing() {
        var bench = Self.inRecheckA()
        guard let request = bench.inspections.last else { return }
        let told = ProviderCapabilities.logged.with {
            $0.actions.remove(.restore)
            $0.reasons[.restore] = "this build wipes before it unpacks"
        }
        bench.send(.inspected(request, .success(Inspection(
            server: Sample.server(), listing: BackupListing(backups: Sample.backups, capabilities: told),
            readAt: bench.state.now, archive: .readable
        ))))
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.text.contains("this build wipes before it unpacks") == true)
    }
}
