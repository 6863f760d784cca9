import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonDownloadTests {
    private let transport = StubTransport()
    private let nodeToken = "node token/+é-0123456789"
    private let encodedToken = "node%20token%2F%2B%C3%A9-0123456789"

    private func serve(_ instance: String) {
        transport.on(.get, Fixture.legacyServerPath, .json(
            #"{"server_id":"\#(Fixture.server)","node":{"instance":"\#(instance)","token":"\#(nodeToken)"}}"#
        ))
    }

    private func open(
        _ streams: StubStreams,
        base: String = "https://archon.example/archon",
        api: ArchonSettings.Choice = .v1,
        from offset: Int64 = 0
    ) async throws -> ArchiveStream {
        let downloader = try #require(try Fixture.provider(transport, api: api, streams: streams, base: base)
            .downloader())
        return try await downloader.open(Fixture.backup, at: Fixture.location, from: offset)
    }

    @Test(arguments: [
        ("https://archon.example/archon", "node1.example", "https://node1.example"),
        ("https://archon.example/archon", "node1.example:8443", "https://node1.example:8443"),
        ("https://archon.example/archon", "https://node1.example/", "https://node1.example"),
        ("http://127.0.0.1:7/archon", "127.0.0.1:7/archon", "http://127.0.0.1:7/archon"),
        ("http://127.0.0.1:7/archon", "https://node1.example", "https://node1.example"),
    ])
    func theLinkNamesTheNodeAndCarriesItsToken(base: String, instance: String, node: String) async throws {
        serve(instance)
        let streams = StubStreams(.response(200, ["Content-Length": "5"]))
        let archive = try await open(streams, base: base)
        #expect(streams.requests[0].url.reveal()
            == "\(node)/modrinth/v0/backups/\(Fixture.backup)/download?auth=\(encodedToken)")
        #expect(streams.requests[0].headers["Authorization"] == nil, "the account's token stays with its service")
        #expect(archive.offset == 0)
        #expect(archive.totalBytes == 5)
        #expect(transport.lines == ["GET \(Fixture.legacyServerPath)"])
        #expect(transport.requests[0].headers["Authorization"] == "Bearer \(Fixture.token)")
    }

    @Test func everyOpeningReadsTheServerAfresh() async throws {
        serve("node1.example")
        let streams = StubStreams(.response(200, [:]))
        let downloader = try #require(try Fixture.provider(transport, api: .auto, streams: streams).downloader())
        _ = try await downloader.open(Fixture.backup, at: Fixture.location, from: 0)
        transport.replace(.get, Fixture.legacyServerPath, .json(
            #"{"server_id":"\#(Fixture.server)","node":{"instance":"node2.example","token":"fresh"}}"#
        ))
        _ = try await downloader.open(Fixture.backup, at: Fixture.location, from: 0)
        #expect(streams.requests.map(\.url.origin) == ["https://node1.example", "https://node2.example"])
    }

    @Test(arguments: ArchonSettings.API.allCases)
    func allGenerationsShareTheWay(api: ArchonSettings.API) async throws {
        serve("node1.example")
        let streams = StubStreams(.response(200, [:]))
        _ = try await open(streams, api: .fixed(api))
        #expect(transport.lines == ["GET \(Fixture.legacyServerPath)"])
        #expect(ProviderCapabilities.archon(api).actions.contains(.download))
        #expect(ProviderCapabilities.archon(api).reason(against: .verify) != nil)
    }

    @Test func aResumeAsksForTheRest() async throws {
        serve("node1.example")
        let partial = StubStreams(.response(206, ["Content-Range": "bytes 100-199/200"]))
        let rest = try await open(partial, from: 100)
        #expect(partial.requests[0].headers["Range"] == "bytes=100-")
        #expect(rest.offset == 100)
        #expect(rest.totalBytes == 200)
        let whole = try await open(StubStreams(.response(200, ["Content-Length": "200"])), from: 100)
        #expect(whole.offset == 0, "a node that knows no ranges starts anew")
    }

    @Test(arguments: [
        #""node":null"#, #""name":"no node at all""#, #""node":{"instance":"","token":"t"}"#,
        #""node":{"instance":"node1.example"}"#,
    ])
    func withoutANodeThereIsNothingToOpen(field: String) async throws {
        transport.on(.get, Fixture.legacyServerPath, .json(#"{"server_id":"\#(Fixture.server)",\#(field)}"#))
        let streams = StubStreams(.response(200, [:]))
        let error = await #expect(throws: ProviderError.self) { try await open(streams) }
        #expect(error?.message.contains("the server has no node yet") == true)
        #expect(streams.requests.isEmpty)
    }

    @Test func anotherServersNodeIsNotUsed() async throws {
        transport.on(.get, Fixture.legacyServerPath, .json(
            #"{"server_id":"other","node":{"instance":"node1.example","token":"t"}}"#
        ))
        let streams = StubStreams(.response(200, [:]))
        let error = await #expect(throws: ProviderError.self) { try await open(streams) }
        #expect(error?.code == .invalidResponse)
        #expect(streams.requests.isEmpty)
    }

    @Test(arguments: ["http://node1.example", "user:pass@node1.example", "node1.example?x", "node 1", "ftp://n"])
    func anAddressThatCannotBeUsedIsNeverRepeated(instance: String) async throws {
        serve(instance)
        let streams = StubStreams(.response(200, [:]))
        let error = await #expect(throws: ProviderError.self) { try await open(streams) }
        #expect(error?.code == .invalidResponse)
        #expect(error?.message.contains("pass") == false)
        #expect(streams.requests.isEmpty)
    }

    /// A node may repeat what it was asked: neither token is shown, as it is or as it stood in the link.
    @Test(arguments: [401, 403, 404, 500])
    func noTokenIsEverInAnError(status: Int) async throws {
        serve("node1.example")
        let streams = StubStreams(.response(status, ["Content-Type": "text/plain"]))
        let opening = Task { try await open(streams) }
        let body = await streams.body(1)
        body.send("/download?auth=\(encodedToken) and \(nodeToken) and \(Fixture.token)")
        body.end()
        let error = await #expect(throws: ProviderError.self) { try await opening.value }
        #expect(error?.message.contains("(\(status))") == true)
        #expect(error?.message.contains("0123456789") == false)
        #expect(error.map { "\($0)".contains(Fixture.token) } == false)
        #expect(!"\(streams.requests[0].url)".contains("0123456789"))
    }

    @Test(arguments: [TransportError.connectionClosed, .responseTimedOut, .refused(host: "node1.example", port: 443)])
    func aNodeThatCannotBeReachedIsNamedWithoutTheLink(failure: TransportError) async throws {
        serve("node1.example")
        let error = await #expect(throws: ProviderError.self) { try await open(StubStreams(.failure(failure))) }
        #expect(error?.message.hasPrefix("Downloading backup b0000000 of server 5a000000: ") == true)
        #expect(error?.message.contains("auth") == false)
        #expect(error?.isOutcomeUnknown == false)
    }
}
