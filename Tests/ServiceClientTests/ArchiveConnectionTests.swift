import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct ArchiveConnectionTests {
    private let transport = StubStreamTransport()
    private let archive = (0 ..< 1000).map { UInt8(truncatingIfNeeded: $0) }
    private let link = "https://node.example/d?token=hunter22"

    private func open(
        _ link: String,
        from offset: Int64 = 0,
        of version: String? = nil,
        context: String = "https://panel.example"
    ) async throws -> ArchiveStream {
        let failure = ServiceFailure(
            act: .download("b1b4a596-1111", "1a2b3c4d-2222"), dialect: WordsDialect(),
            secrets: [Secret("account-token")]
        )
        return try await ArchiveConnection(base: BaseURL(context), transport: transport)
            .open(link, from: offset, of: version, failure: failure)
    }

    private func rest(_ stream: ArchiveStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await stream.reader.next() {
            bytes += piece
        }
        return bytes
    }

    /// The error of an opening: names its object, and never the link or the account's token.
    private func refusal(
        _ link: String,
        from offset: Int64 = 0,
        context: String = "https://panel.example"
    ) async throws -> ProviderError {
        let error = try #require(await #expect(throws: ProviderError.self) {
            try await open(link, from: offset, context: context)
        })
        #expect(error.message.hasPrefix("Downloading backup b1b4a596 of server 1a2b3c4d: "), "\(error.message)")
        #expect(!error.message.contains("hunter22"))
        #expect(!error.message.contains("account-token"))
        #expect(!error.isOutcomeUnknown)
        #expect(transport.openBodies == 0, "the connection of a refusal is let go")
        return error
    }

    // MARK: Archives

    @Test func anArchiveIsReadFromItsBeginning() async throws {
        transport.on(link, .archive(archive, pieceSize: 300))
        let stream = try await open(link)
        #expect(stream.offset == 0)
        #expect(stream.totalBytes == 1000)
        #expect(try await rest(stream) == archive)
        let request = try #require(transport.requests.first)
        #expect(request.headers["Accept-Encoding"] == "identity")
        #expect(request.headers["Authorization"] == nil)
        #expect(request.headers["Cookie"] == nil)
        #expect(request.headers["Range"] == nil)
        #expect(transport.openBodies == 0)
    }

    @Test func whereTheServiceCanAnArchiveIsResumed() async throws {
        transport.on(link, .rest(of: archive, from: 400))
        let stream = try await open(link, from: 400)
        #expect(transport.requests.first?.headers["Range"] == "bytes=400-")
        #expect(stream.offset == 400)
        #expect(stream.totalBytes == 1000)
        #expect(try await rest(stream) == Array(archive[400...]))
    }

    @Test(arguments: [("\"v1\"", "\"v1\""), ("W/\"v1\"", nil), ("v1", nil), ("\"\"", nil)] as [(String, String?)])
    func onlyAStrongTagTellsTheVersion(tag: String, version: String?) async throws {
        transport.on(link, .response(
            status: 200, headers: ["ETag": HTTPHeaders.Value(tag)], pieces: [archive], ending: .whole
        ))
        #expect(try await open(link).version == version)
    }

    @Test func aResumeNamesTheVersionItContinues() async throws {
        transport.on(link, .archive(archive))
        _ = try await open(link, from: 400, of: "\"v1\"")
        #expect(transport.requests.last?.headers["If-Range"] == "\"v1\"")
        _ = try await open(link, from: 0, of: "\"v1\"")
        #expect(transport.requests.last?.headers["If-Range"] == nil)
    }

    @Test func aPartWithoutTheWholesSizeIsCounted() async throws {
        transport.on(link, .response(
            status: 206, headers: ["Content-Range": "bytes 400-999/*", "Content-Length": "600"],
            pieces: [Array(archive[400...])], ending: .whole
        ))
        #expect(try await open(link, from: 400).totalBytes == 1000)
    }

    @Test func whereTheServiceCannotItBeginsAnew() async throws {
        transport.on(link, .archive(archive))
        let stream = try await open(link, from: 400)
        #expect(stream.offset == 0)
        #expect(try await rest(stream) == archive)
    }

    @Test func anArchiveOfUnknownLengthIsReadToItsEnd() async throws {
        transport.on(link, .response(status: 200, headers: [:], pieces: [archive], ending: .whole))
        let stream = try await open(link)
        #expect(stream.totalBytes == nil)
        #expect(try await rest(stream) == archive)
    }

    @Test(arguments: [
        "bytes 399-999/1000",
        "bytes 0-999/1000",
        "bytes 401-999/1000",
        "items 400-999/1000",
        "",
        "bytes */1",
    ])
    func anotherPartThanTheOneAskedForIsNotTaken(range: String) async throws {
        transport.on(link, .response(
            status: 206, headers: ["Content-Range": range], pieces: [archive], ending: .whole
        ))
        #expect(try await refusal(link, from: 400).code == .invalidResponse)
    }

    @Test func nothingIsLeftToSendWhenEverythingIsHere() async throws {
        transport.on(link, .response(
            status: 416, headers: ["Content-Range": "bytes */1000"], pieces: [Array("no".utf8)], ending: .whole
        ))
        let stream = try await open(link, from: 1000)
        #expect(stream.offset == 1000)
        #expect(stream.totalBytes == 1000)
        #expect(transport.openBodies == 0)
    }

    @Test(arguments: ["bytes */999", "bytes */*", "", "bytes 0-1/1001"])
    func whatIsLongerThanTheArchiveIsNotTakenForIt(range: String) async throws {
        transport.on(link, .response(status: 416, headers: ["Content-Range": range], pieces: [], ending: .whole))
        let error = try await refusal(link, from: 1001)
        #expect(error.code == .invalidResponse)
        #expect(error.message.contains("remove the .part file"))
    }

    @Test(arguments: [
        (TransportError.connectionClosed, ProviderError.Code.unreachable), (.responseTimedOut, .timedOut),
        (.cancelled, .cancelled),
    ])
    func aBreakInTheMiddleIsToldInWords(broken: TransportError, code: ProviderError.Code) async throws {
        transport.on(link, .archive(archive, pieceSize: 600, ending: .broken(broken)))
        let stream = try await open(link)
        #expect(try await stream.reader.next()?.count == 600)
        #expect(try await stream.reader.next()?.count == 400)
        let error = await #expect(throws: ProviderError.self) { try await stream.reader.next() }
        #expect(error?.code == code)
        #expect(error?.isOutcomeUnknown == false)
        #expect(error?.message.contains("backup b1b4a596") == true)
        #expect(error?.message.contains("hunter22") == false)
    }

    @Test func aClosedArchiveLetsItsConnectionGo() async throws {
        transport.on(link, .archive(archive, pieceSize: 10, ending: .hang))
        let stream = try await open(link)
        _ = try await stream.reader.next()
        #expect(transport.openBodies == 1)
        await stream.reader.close()
        await stream.reader.close()
        #expect(transport.openBodies == 0)
    }

    // MARK: Refusals

    @Test(arguments: [
        (401, ProviderError.Code.unauthorized), (403, .forbidden), (404, .notFound), (410, .unsupported),
        (429, .rateLimited), (500, .serverFailure), (502, .serverFailure), (504, .timedOut), (302, .invalidResponse),
    ])
    func aRefusalIsToldWithTheServicesWords(status: Int, code: ProviderError.Code) async throws {
        transport.on(link, .text(status, #"{"error":"the node says no"}"#))
        let error = try await refusal(link)
        #expect(error.code == code)
        #expect(status == 302 || error.message.contains("the node says no"))
    }

    @Test(arguments: [
        "token hunter22 is void", "see https://node.example/d?token=hunter22", "/d?token=hunter22", "account-token",
    ])
    func theLinkIsNeverRepeatedNotEvenByTheService(words: String) async throws {
        transport.on(link, .text(403, #"{"error":"\#(words)"}"#))
        #expect(try await refusal(link).message.contains("<secret>"))
    }

    @Test func aWebPageIsNoArchive() async throws {
        transport.on(link, .text(200, "<html>sign in</html>", type: "text/HTML; charset=utf-8"))
        let error = try await refusal(link)
        #expect(error.code == .invalidResponse)
        #expect(error.message.contains("a web page came"))
    }

    @Test func aPageAsARefusalIsNotShown() async throws {
        transport.on(link, .text(502, "<html>Bad Gateway</html>", type: "text/html"))
        #expect(try await !refusal(link).message.contains("Gateway"))
    }

    @Test func anEndlessRefusalIsReadInPart() async throws {
        transport.on(link, .response(
            status: 500, headers: ["Content-Type": "application/json"],
            pieces: [[UInt8]](repeating: [UInt8](repeating: 65, count: 1024), count: 100), ending: .hang
        ))
        #expect(try await refusal(link).code == .serverFailure)
    }

    @Test func aRefusalThatBreaksOffIsOneAllTheSame() async throws {
        transport.on(link, .response(
            status: 403, headers: ["Content-Type": "application/json"],
            pieces: [Array(#"{"error":"#.utf8)], ending: .broken(.connectionClosed)
        ))
        #expect(try await refusal(link).code == .forbidden)
    }

    @Test func aTransportThatFailsIsToldInWords() async throws {
        transport.on(link, .failure(.refused(host: "node.example", port: 443)))
        let error = try await refusal(link)
        #expect(error.code == .unreachable)
        #expect(error.message.contains("node.example refuses connections on port 443"))
    }

    // MARK: Links

    @Test(arguments: [
        ("https://panel.example", "node.example/d?t=1", "https://node.example/d?t=1"),
        ("http://panel.example", "node.example/d?t=1", "http://node.example/d?t=1"),
        ("https://panel.example:8443/prefix", "/d?t=1", "https://panel.example:8443/d?t=1"),
        ("https://panel.example", "//node.example/d", "https://node.example/d"),
        ("http://panel.example", "https://node.example/d", "https://node.example/d"),
        ("http://panel.example", "http://node.example/d", "http://node.example/d"),
        ("https://panel.example", "http://127.0.0.1:7/d", "http://127.0.0.1:7/d"),
        ("http://127.0.0.1:7", "127.0.0.1:7/node/d", "http://127.0.0.1:7/node/d"),
    ])
    func aLinkIsOpenedWhereItLeads(context: String, link: String, address: String) async throws {
        transport.on(address, .archive(archive))
        #expect(try await rest(open(link, context: context)) == archive)
        #expect(transport.addresses == [address])
    }

    @Test func anUnencryptedLinkOfAnEncryptedServiceIsNotOpened() async throws {
        let error = try await refusal("http://node.example/d?token=hunter22")
        #expect(error.code == .invalidResponse)
        #expect(error.message.contains("not encrypted"))
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "ftp://node/d?hunter22", "https://robin:hunter22@node/d", "https://node/d hunter22"])
    func aLinkThatCannotBeUsedIsNotRepeated(link: String) async throws {
        #expect(try await refusal(link).code == .invalidResponse)
        #expect(transport.requests.isEmpty)
    }
}

/// Reads the words out of `{"error": ...}`.
private struct WordsDialect: ServiceDialect {
    private struct Body: Decodable {
        let error: String
    }

    func prepare(_: inout HTTPRequest) {}

    func words(in response: HTTPResponse) -> String? {
        try? ServiceJSON.decode(Body.self, from: response.body).error
    }
}
