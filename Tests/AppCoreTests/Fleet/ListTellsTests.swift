import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What a list tells besides its backups")
struct ListTellsTests {
    private static let mixed = [
        Sample.backup("b1"), Sample.backup("b2", state: .failed), Sample.backup("b3", state: .running),
        Sample.backup("b4", state: .cancelled), Sample.backup("b5", state: .pending),
        Sample.backup("b6", state: .unknown), Sample.backup("b7", state: .restoring),
    ]

    private static func opened(_ counted: QuotaTraits.Counted, used: Int = 0) -> Bench {
        let traits = Sample.capabilities().with { $0.quota.counted = counted }
        return Bench.opened(
            mixed, context: Sample.context(capabilities: traits),
            servers: [Sample.server(quota: Quota(used: used, limit: 10))]
        )
    }

    @Test(arguments: [(QuotaTraits.Counted.all, 7), (.notFailed, 6), (.completed, 4)])
    func theServiceSaysWhichBackupsCount(counted: QuotaTraits.Counted, count: Int) {
        #expect(Self.opened(counted).server?.countedBackups == count)
        #expect(Self.opened(counted).server?.quota?.used == count)
    }

    @Test func theLargestFigureIsShown() {
        var bench = Self.opened(.completed)
        bench.list(BackupListing(backups: Self.mixed, used: 9))
        #expect(bench.server?.quota?.used == 9)
        bench.list(BackupListing(backups: Self.mixed, used: 2))
        #expect(bench.server?.quota?.used == 4, "our own count is larger")
        bench.list(BackupListing(backups: Self.mixed, used: nil))
        #expect(bench.server?.quota?.used == 4, "an old figure does not stay")
        #expect(Self.opened(.completed, used: 8).server?.quota?.used == 8)
    }

    @Test func aFullListOpensNoCreate() {
        var bench = Self.opened(.completed)
        bench.list(BackupListing(backups: [Sample.backup("b1")], used: 10))
        bench.press(.create)
        #expect(bench.nameSheet == nil)
        #expect(bench.state.notice?.text.hasPrefix("Quota full") == true, "the only good one is not offered")
    }

    // MARK: Capabilities

    private static let told = Sample.capabilities().with {
        $0.actions = [.create, .lock]
        $0.reasons = [.restore: "this build only shows its backups"]
        $0.facts = [.size, .checksum]
    }

    @Test func whatAListTellsOfTheServiceCounts() {
        var bench = Bench.opened()
        #expect(Availability.reason(against: .restore, in: bench.state) == nil)
        #expect(Availability.reason(against: .lock, in: bench.state) != nil)
        bench.list(BackupListing(backups: Sample.backups, capabilities: Self.told))
        #expect(Availability.reason(against: .restore, in: bench.state) == "this build only shows its backups")
        #expect(Availability.reason(against: .delete, in: bench.state) != nil)
        #expect(Availability.reason(against: .lock, in: bench.state) == nil)
        #expect(bench.state.visibleCapabilities?.facts == [.size, .checksum])
        bench.list()
        #expect(
            Availability.reason(against: .lock, in: bench.state) == nil,
            "a list that does not tell takes nothing back"
        )
        bench.list(BackupListing(backups: Sample.backups, capabilities: Sample.capabilities()))
        #expect(Availability.reason(against: .restore, in: bench.state) == nil)
    }

    @Test func itCountsForThatServerOnly() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.list(BackupListing(backups: Sample.backups, capabilities: Self.told))
        bench.press(.nextServer)
        bench.list()
        #expect(Availability.reason(against: .restore, in: bench.state) == nil)
        bench.press(.previousServer)
        #expect(Availability.reason(against: .restore, in: bench.state) == "this build only shows its backups")
    }

    @Test func aSheetThatLiesOpenIsNotSentAgainstIt() {
        var bench = Bench.opened()
        bench.press(.create)
        bench.arm()
        let told = Self.told.with {
            $0.actions = []
            $0.reasons[.create] = "this build only shows its backups"
        }
        bench.list(BackupListing(backups: Sample.backups, capabilities: told))
        bench.key(.enter)
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text == "Create: this build only shows its backups")
    }

    @Test func aPlanIsMadeByWhatItsOwnReadingTells() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.restore)
        guard let request = bench.inspections.last else { return }
        bench.send(.inspected(request, .success(Inspection(
            server: Sample.server(), listing: BackupListing(backups: Sample.backups, capabilities: Self.told),
            readAt: bench.state.now
        ))))
        #expect(bench.refusal == "this build only shows its backups")
    }

    // MARK: A throttled create

    private static func throttled(_ wait: Duration?) -> Bench {
        var bench = Bench.opened()
        bench.press(.create)
        bench.arm()
        bench.key(.enter)
        bench.answer(.refused(ProviderError(.rateLimited, "Too many backups", retryAfter: wait)))
        return bench
    }

    @Test func aThrottledCreateSaysHowLongToWait() {
        var bench = Self.throttled(.seconds(600))
        #expect(Availability.reason(against: .create, in: bench.state)?.contains("for 10 min") == true)
        bench.wait(301)
        #expect(Availability.reason(against: .create, in: bench.state)?.contains("for 5 min") == true)
        #expect(Availability.reason(against: .restore, in: bench.state) == nil, "only creates wait")
        bench.wait(299)
        #expect(Availability.reason(against: .create, in: bench.state) == nil)
    }

    @Test func withoutAWordOnTheWaitNothingIsBlocked() {
        let bench = Self.throttled(nil)
        #expect(Availability.reason(against: .create, in: bench.state) == nil)
        #expect(bench.state.notice?.kind == .failure)
    }

    // MARK: The last good one

    private static let sum = Checksum(algorithm: .sha1, value: "cafe")

    @Test func aFailedBackupWithAWholeArchiveIsGood() {
        let backups = [
            Sample.backup("b1", hoursOld: 1, state: .failed, size: 10, checksum: Self.sum),
            Sample.backup("b2", hoursOld: 2), Sample.backup("b3", hoursOld: 0.5, state: .failed),
        ]
        var bench = Bench.opened(backups)
        #expect(bench.state.fleet[Sample.place]?.summary.lastGood?.createdAt == backups[0].createdAt)
        bench.select("b1")
        bench.press(.delete)
        bench.read(Sample.server(), backups)
        #expect(bench.plan?.facts.isLastGood == true)
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.facts.completedCount == 2)
        bench.key(.escape)
        bench.arm()
        bench.key(.escape)
        bench.select("b2")
        bench.press(.delete)
        bench.read(Sample.server(), backups)
        #expect(bench.plan?.facts.isLastGood == false)
    }

    @Test(arguments: [
        ([], nil), ([Sample.backup("b1", state: .failed)], nil), ([Sample.backup("b1", state: .failed, size: 10)], nil),
        ([Sample.backup("b1", hoursOld: nil)], nil), ([Sample.backup("b1", hoursOld: 3)], 3),
        ([Sample.backup("b1", hoursOld: 9), Sample.backup("b2", hoursOld: 4)], 4),
    ] as [([Backup], Double?)])
    func theLastGoodTimeIsThatOfTheNewestGoodOne(backups: [Backup], hours: Double?) {
        let bench = Bench.opened(backups)
        #expect(bench.state.fleet[Sample.place]?.summary.lastGood?.createdAt == hours
            .map { Sample.now.addingTimeInterval(-$0 * 3600) })
    }
}
