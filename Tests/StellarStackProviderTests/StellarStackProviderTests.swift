import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import StellarStackProvider

struct StellarStackProviderTests {
    private let transport = StubTransport()

    private func provider(writes: Bool, token: String = Fixture.token) throws -> StellarStackProvider {
        try StellarStackProvider(Fixture.settings(token: token, session: "abc.def"), transports: ServiceTransports(
            reading: ReadOnlyHTTPTransport(transport),
            writing: writes ? transport : nil,
            streaming: StubArchives(),
            webSocket: StubWebSocketTransport()
        ))
    }

    @Test func aReadOnlySessionNeitherWritesNorDownloads() throws {
        let provider = try provider(writes: false)
        #expect(provider.writer(with: Secret(Fixture.token)) == nil)
        #expect(provider.downloader() == nil)
        #expect(provider.capabilities.downloadNeedsWriter)
        #expect(try self.provider(writes: true).downloader() != nil)
    }

    @Test func theWriterUsesItsOwnTokenAndTheSession() async throws {
        transport.on(.post, "\(Fixture.serverPath)/start", .json("{}"))
        let writer = try #require(provider(writes: true).writer(with: Secret("write-token")))
        try await writer.power(.start, server: Fixture.server)
        #expect(transport.requests[0].headers["Authorization"] == "Bearer write-token")
        #expect(transport.requests[0].headers["Cookie"]?.contains("abc.def") == true)
        let bare = try #require(provider(writes: true, token: "").writer(with: Secret("")))
        try await bare.power(.start, server: Fixture.server)
        #expect(transport.requests[1].headers["Authorization"] == nil)
    }

    @Test func everyActionIsThereOrOffWithAReason() {
        for capabilities in [ProviderCapabilities.stellarStack, .stellarStackReadOnly] {
            #expect(capabilities.actions.isDisjoint(with: capabilities.reasons.keys))
            #expect(capabilities.actions.union(capabilities.reasons.keys) == Set(BackupAction.allCases))
        }
    }

    @Test func whatTheCoreDecidesBy() {
        let traits = ProviderCapabilities.stellarStack
        #expect(traits.actions == [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power])
        #expect(traits.create.takesOwnID && traits.create.answersWhenDone && traits.create.isOneAtATime)
        #expect(traits.create.labelLimit == 64)
        #expect(traits.restore.needsStop && traits.restore.answersWhenDone && traits.restore.failureSpoilsBackup)
        #expect(traits.restore.stopEvidence == .readings(apart: .seconds(5)))
        #expect(traits.restore.extent == .overlays)
        #expect(traits.restore.evidence == .list)
        #expect(traits.quota == QuotaTraits(atLimit: .letsThrough, counted: .completed))
        #expect(!traits.news.hasLiveEvents && traits.news.pollsServer && !traits.news.listsWholeAccount)
        #expect(traits.news.minimumPoll == .seconds(5) && traits.news.idlePoll == .seconds(60))
        #expect(traits.news.requestsPerMinute == 40)
    }
}
