import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import VPSOrgProvider

struct VPSOrgProviderTests {
    private let transport = StubTransport()

    @Test func aReadOnlySessionHasNoWriterAndNobodyDownloads() throws {
        let provider = try Fixture.provider(transport, writes: false)
        #expect(provider.writer(with: Secret(Fixture.token)) == nil)
        #expect(provider.downloader() == nil)
        #expect(try Fixture.provider(transport).downloader() == nil)
    }

    @Test func theWriterUsesItsOwnToken() async throws {
        transport.on(.delete, "\(Fixture.backupsPath)501/", .status(204))
        let writer = try #require(Fixture.provider(transport).writer(with: Secret("write-token")))
        try await writer.delete("501", at: Fixture.location)
        #expect(transport.requests[0].headers["Authorization"] == "Bearer write-token")
    }

    @Test func everyActionIsThereOrOffWithAReason() {
        let capabilities = ProviderCapabilities.vpsOrg
        #expect(capabilities.actions == [.create, .restore, .delete])
        #expect(capabilities.actions.isDisjoint(with: capabilities.reasons.keys))
        #expect(capabilities.actions.union(capabilities.reasons.keys) == Set(BackupAction.allCases))
    }

    @Test func whatTheCoreDecidesBy() {
        let traits = ProviderCapabilities.vpsOrg
        #expect(traits.facts == [.size, .sizeInMegabytes, .kind, .expiry])
        #expect(traits.create.label == .description)
        #expect(traits.create.labelLimit == 255)
        #expect(traits.create.options.isEmpty && traits.create.isOneAtATime)
        #expect(!traits.create.takesOwnID && !traits.create.answersWhenDone)
        #expect(!traits.restore.needsStop && !traits.restore.answersWhenDone && !traits.restore.failureSpoilsBackup)
        #expect(traits.restore.extent == .undocumented)
        #expect(traits.restore.evidence == .nothing)
        #expect(traits.quota == QuotaTraits(atLimit: .unknown, counted: .all))
        #expect(traits.news.pollsServer && traits.news.listsWholeAccount && !traits.news.hasLiveEvents)
        #expect(traits.news.minimumPoll == .seconds(15) && traits.news.idlePoll == .seconds(300))
        #expect(traits.news.requestsPerMinute == 4)
    }
}
