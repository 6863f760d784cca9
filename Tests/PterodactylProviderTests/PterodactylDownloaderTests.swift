import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import PterodactylProvider

@Suite(.timeLimit(.minutes(20)))
struct PterodactylDownloaderTests {
    private let transport = StubTransport()
    private let secret = "eyJ0eXAiOiJKV1Qi.eyJpc3MiOiJodHRw.c2lnbmF0dXJlLXRleHQ"

    private func open(
        _ archives: StubArchives,
        from offset: Int64 = 0,
        link: String? = nil
    ) async throws -> ArchiveStream {
        let link = link ?? "https://node.example:8080/download/backup?token=\(secret)"
        transport.on(.get, Fixture.one(), .json(Fixture.row()))
        transport.on(.get, "\(Fixture.one())/download", .json(
            #"{"object":"signed_url","attributes":{"url":"\#(link)"}}"#
        ))
        return try await Fixture.downloader(transport, archives).open(
            Fixture.backup,
            at: Fixture.location,
            from: offset
        )
    }

    @Test func theLinkGetsNoneOfTheAccountsCredentials() async throws {
        let archives = StubArchives(HTTPResponse(status: 200, headers: ["Content-Length": "3"], body: [1, 2, 3]))
        let stream = try await open(archives)
        #expect(stream.offset == 0)
        #expect(stream.totalBytes == 3)
        #expect(try await stream.reader.next() == [1, 2, 3])
        let request = archives.requests[0]
        #expect(request.url.reveal() == "https://node.example:8080/download/backup?token=\(secret)")
        for name in ["Authorization", "Cookie", "Origin"] {
            #expect(request.headers[name] == nil)
        }
    }

    /// A node knows no parts and begins anew; a storage goes on where it is told.
    @Test func aDownloadIsTakenUpWhereTheStorageCan() async throws {
        let node = StubArchives(HTTPResponse(status: 200, headers: ["Content-Length": "9"], body: [1]))
        #expect(try await open(node, from: 5).offset == 0)
        #expect(node.requests[0].headers["Range"] == "bytes=5-")
        let storage = StubArchives(HTTPResponse(status: 206, headers: ["Content-Range": "bytes 5-8/9"], body: [1]))
        let stream = try await open(storage, from: 5, link: "https://bucket.example/x?X-Amz-Signature=\(secret)")
        #expect(stream.offset == 5)
        #expect(stream.totalBytes == 9)
    }

    @Test(arguments: [
        (404, "application/json", #"{"error":"gone","request_id":"r"}"#, ProviderError.Code.notFound, "(404) gone;"),
        (403, "application/xml", "<?xml?><Error><Code>AccessDenied</Code></Error>", .notFound, "(403);"),
        (500, "application/json", #"{"error":"token TOKEN is expired"}"#, .serverFailure, "<secret> is expired"),
        (302, "text/html", "<html></html>", .invalidResponse, "leads on elsewhere (302)"),
    ])
    func refusalsAreToldWithoutTheLink(
        status: Int, type: String, body: String, code: ProviderError.Code, words: String
    ) async throws {
        let text = body.split(separator: "TOKEN", omittingEmptySubsequences: false).joined(separator: secret)
        let archives = StubArchives(HTTPResponse(
            status: status, headers: ["Content-Type": type], body: Array(text.utf8)
        ))
        let error = await #expect(throws: ProviderError.self) { try await open(archives) }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("eyJ") == false)
    }

    @Test(arguments: ["http://node.example:8080/download/backup?token=x", "ftp://node.example/x", ""])
    func aLinkThatIsNotSafeIsNotOpened(link: String) async throws {
        let archives = StubArchives(HTTPResponse(status: 200))
        let error = await #expect(throws: ProviderError.self) { try await open(archives, link: link) }
        #expect(error?.code == .invalidResponse)
        #expect(archives.requests.isEmpty)
    }
}
