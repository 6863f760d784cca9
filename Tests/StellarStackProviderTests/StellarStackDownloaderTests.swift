import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import StellarStackProvider

@Suite(.timeLimit(.minutes(20)))
struct StellarStackDownloaderTests {
    private let transport = StubTransport()
    private let mint = "/stellar/api/servers/\(Fixture.server)/backups/download-token"

    private func link(_ token: String) -> String {
        "/api/servers/\(Fixture.server)/backups/download?token=\(token)"
    }

    private func downloader(_ archives: StubArchives) throws -> StellarStackDownloader {
        try StellarStackDownloader(Fixture.settings(session: "abc.def"), transport: transport, streaming: archives)
    }

    private func bytes(_ stream: ArchiveStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await stream.reader.next() {
            bytes += piece
        }
        return bytes
    }

    @Test func aFreshLinkIsFetchedEachTimeAndOpenedWithoutCredentials() async throws {
        transport.on(
            .post, mint,
            .json(#"{"token":"one-token","expiresAt":1770114330,"downloadUrl":"\#(link("one-token"))"}"#),
            .json(#"{"token":"two-token","expiresAt":1770114630000,"downloadUrl":"\#(link("two-token"))"}"#)
        )
        let archives = StubArchives(headers: ["Content-Type": "application/gzip", "Content-Length": "3"])
        let downloader = try downloader(archives)
        let stream = try await downloader.open(Fixture.backup, at: Fixture.location, from: 0)
        #expect(stream.offset == 0)
        #expect(stream.totalBytes == 3)
        #expect(try await bytes(stream) == [1, 2, 3])
        _ = try await downloader.open(Fixture.backup, at: Fixture.location, from: 2)
        #expect(transport.requests.map(\.text) == Array(repeating: #"{"id":"\#(Fixture.backup)"}"#, count: 2))
        #expect(transport.requests[0].headers["Authorization"] == "Bearer \(Fixture.token)")
        #expect(transport.requests[0].headers["Content-Type"] == "application/json")
        #expect(archives.requests.map { $0.url.reveal() } == [
            "https://panel.example/stellar\(link("one-token"))", "https://panel.example/stellar\(link("two-token"))",
        ])
        for request in archives.requests {
            #expect(request.headers["Authorization"] == nil)
            #expect(request.headers["Cookie"] == nil)
            #expect(request.headers["Accept-Encoding"] == "identity")
            #expect(request.idleTimeout == .seconds(600), "the panel reads the whole archive first")
        }
        #expect(archives.requests.map { $0.headers["Range"] } == [nil, "bytes=2-"])
    }

    /// A panel behind a proxy that takes a prefix away does not know the prefix; one that knows it says so itself.
    @Test(arguments: [
        (
            "https://panel.example",
            "/api/servers/s/backups/download?token=t",
            "https://panel.example/api/servers/s/backups/download?token=t"
        ),
        ("https://panel.example/x", "/api/servers/s/d?token=t", "https://panel.example/x/api/servers/s/d?token=t"),
        ("https://panel.example/x", "/x/api/servers/s/d?token=t", "https://panel.example/x/api/servers/s/d?token=t"),
        ("https://panel.example/x", "https://files.example/d?token=t", "https://files.example/d?token=t"),
        ("https://panel.example/x", "/files/d?token=t", "https://panel.example/files/d?token=t"),
    ])
    func linksAreResolved(base: String, link: String, url: String) async throws {
        let root = try BaseURL(base).pathPrefix
        transport.on(
            .post, "\(root)/api/servers/s/backups/download-token",
            .json(#"{"token":"t","expiresAt":1,"downloadUrl":"\#(link)"}"#)
        )
        let archives = StubArchives()
        let downloader = try StellarStackDownloader(Fixture.settings(base), transport: transport, streaming: archives)
        _ = try await downloader.open("b", at: BackupLocation(server: "s"), from: 0)
        #expect(archives.requests.map { $0.url.reveal() } == [url])
    }

    @Test func aTokenWithoutALinkWillDo() async throws {
        transport.on(.post, mint, .json(#"{"token":"one+token","expiresAt":1}"#))
        let archives = StubArchives()
        _ = try await downloader(archives).open(Fixture.backup, at: Fixture.location, from: 0)
        #expect(archives.requests[0].url.reveal() == "https://panel.example/stellar\(link("one%2Btoken"))")
    }

    @Test(arguments: ["{}", #"{"token":"","downloadUrl":""}"#, "[]", ""])
    func withoutEitherThereIsNothingToOpen(body: String) async throws {
        transport.on(.post, mint, .json(body))
        let archives = StubArchives()
        let error = await #expect(throws: ProviderError.self) {
            try await downloader(archives).open(Fixture.backup, at: Fixture.location, from: 0)
        }
        #expect(error?.code == .invalidResponse)
        #expect(error?.isOutcomeUnknown == false, "asking for a link changes nothing")
        #expect(archives.requests.isEmpty)
    }

    @Test func anUnencryptedLinkIsNotOpened() async throws {
        transport.on(
            .post,
            mint,
            .json(#"{"token":"one-token","downloadUrl":"http://files.example/d?token=one-token"}"#)
        )
        let archives = StubArchives()
        let error = await #expect(throws: ProviderError.self) {
            try await downloader(archives).open(Fixture.backup, at: Fixture.location, from: 0)
        }
        #expect(error?.message.contains("not encrypted") == true)
        #expect(archives.requests.isEmpty)
    }

    @Test(arguments: [
        (401, ProviderError.Code.forbidden), (403, .forbidden), (400, .invalidResponse), (500, .serverFailure),
    ])
    func aRefusedLinkIsNoRefusedAccountAndIsNeverShown(status: Int, code: ProviderError.Code) async throws {
        transport.on(.post, mint, .json(#"{"token":"secret-token-1","downloadUrl":"\#(link("secret-token-1"))"}"#))
        let archives = StubArchives(
            status: status,
            headers: ["Content-Type": "application/json"],
            body: Array(#"{"error":"refused secret-token-1 ?token=secret-token-1"}"#.utf8)
        )
        let error = await #expect(throws: ProviderError.self) {
            try await downloader(archives).open(Fixture.backup, at: Fixture.location, from: 0)
        }
        #expect(error?.code == code)
        #expect(error?.message.contains("secret-token") == false)
        #expect(error?.message.contains("<secret>") == true)
        #expect(error?.message.hasPrefix("Downloading backup b0000000 of server 5a000000: ") == true)
    }
}
