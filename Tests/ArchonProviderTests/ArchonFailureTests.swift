import BackupKit
import FoundationEssentials
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider
@testable import ServiceClient

struct ArchonFailureTests {
    private let reading = ServiceFailure(
        act: .listBackups(Fixture.server), dialect: ArchonDialect(token: Secret(Fixture.token)),
        secrets: [Secret(Fixture.token)], now: { Date(timeIntervalSince1970: 0) }
    )
    private let writing = ServiceFailure(
        act: .restore(Fixture.backup, Fixture.server), dialect: ArchonDialect(token: Secret(Fixture.token)),
        secrets: [Secret(Fixture.token)],
        now: { Date(timeIntervalSince1970: 0) }
    )

    private func json(_ status: Int, _ body: String, _ more: HTTPHeaders = [:]) -> HTTPResponse {
        var headers = more
        headers["Content-Type"] = "application/json"
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    /// Every status: its code, what the message must say, and whether a mutation may have been carried out.
    @Test(arguments: [
        (301, ProviderError.Code.invalidResponse, "correct the context's url", false),
        (302, .invalidResponse, "redirects elsewhere (302)", false),
        (400, .conflict, "refused the request (400)", false),
        (401, .unauthorized, "renew the context's token", false),
        (403, .forbidden, "lacks the permission (403)", false),
        (404, .notFound, "not found (404)", false),
        (405, .unsupported, "check the context's api setting", false),
        (408, .timedOut, "gave up waiting", true),
        (409, .conflict, "wait for running work to end", false),
        (410, .unsupported, "(410)", false),
        (422, .conflict, "(422)", false),
        (423, .conflict, "(423)", false),
        (429, .rateLimited, "too many requests (429)", false),
        (500, .serverFailure, "failed (500)", true),
        (501, .unsupported, "(501)", false),
        (502, .serverFailure, "failed (502)", true),
        (503, .serverFailure, "failed (503)", false),
        (504, .timedOut, "gateway gave up waiting (504)", true),
        (507, .limitReached, "delete one first", false),
        (524, .timedOut, "gateway gave up waiting (524)", true),
    ])
    func statuses(status: Int, code: ProviderError.Code, words: String, isAmbiguous: Bool) {
        let error = writing.status(HTTPResponse(status: status))
        #expect(error.code == code)
        #expect(error.message.contains(words))
        #expect(error.isOutcomeUnknown == isAmbiguous)
        #expect(error.message.hasPrefix("Restoring backup b0000000 on server 5a000000: "))
        let read = reading.status(HTTPResponse(status: status))
        #expect(!read.isOutcomeUnknown, "a lost read has no outcome")
        #expect(read.message.hasPrefix("Listing the backups of server 5a000000: "))
    }

    @Test(arguments: [
        (
            TransportError.nameNotResolved(host: "archon.example"),
            ProviderError.Code.unreachable,
            "archon.example",
            false
        ),
        (.refused(host: "archon.example", port: 8443), .unreachable, "archon.example refuses", false),
        (.unreachable("no route"), .unreachable, "no route", false),
        (.tls("the certificate is not trusted"), .unreachable, "ca-file", false),
        (.proxy("the proxy refused"), .unreachable, "check the proxy", false),
        (.invalidAddress("bad"), .unreachable, "check the context's url", false),
        (.connectTimedOut, .timedOut, "no connection", false),
        (.responseTimedOut, .timedOut, "no answer within the time limit", true),
        (.connectionClosed, .unreachable, "ended before the answer", true),
        (.protocolViolation("not HTTP"), .invalidResponse, "not HTTP", true),
        (.responseTooLarge(limit: 64 << 20), .invalidResponse, "64 MB", true),
        (.overBudget(retryAfter: .seconds(7)), .rateLimited, "wait 7 s", false),
        (.notReadOnly(.post), .unsupported, "read-only", false),
        (.upgradeRefused(status: 401, body: []), .unauthorized, "(401)", false),
        (.upgradeRefused(status: 200, body: []), .invalidResponse, "no live connection", false),
        (.cancelled, .cancelled, "cancelled", true),
    ])
    func transportErrors(error: TransportError, code: ProviderError.Code, words: String, isAmbiguous: Bool) {
        let translated = writing.transport(error)
        #expect(translated.code == code)
        #expect(translated.message.contains(words))
        #expect(translated.isOutcomeUnknown == isAmbiguous)
        #expect(translated.message.contains("refresh before doing it again") == isAmbiguous)
        #expect(!reading.transport(error).isOutcomeUnknown)
    }

    @Test func theWaitTheServiceWishesIsKept() {
        let seconds = reading.status(HTTPResponse(status: 429, headers: ["Retry-After": "17"]))
        #expect(seconds.retryAfter == .seconds(17))
        #expect(seconds.message.contains("wait 17 s"))
        let date = reading.status(HTTPResponse(status: 429, headers: ["Retry-After": "Thu, 01 Jan 1970 00:05:00 GMT"]))
        #expect(date.retryAfter == .seconds(300))
        #expect(date.message.contains("wait 5 min"))
        let none = reading.status(HTTPResponse(status: 429))
        #expect(none.retryAfter == nil)
        #expect(none.message.contains("wait a little"))
    }

    @Test func theServicesOwnWordsAreShown() {
        let body = #"{"error":"quota_exceeded","description":"No free backup slots","context":"create backup"}"#
        #expect(writing.status(json(409, body)).message.contains("(409) [quota_exceeded] No free backup slots;"))
        let plain = HTTPResponse(
            status: 503,
            headers: ["Content-Type": "text/plain"],
            body: Array("maintenance\n".utf8)
        )
        #expect(reading.status(plain).message.contains("(503) maintenance;"))
    }

    @Test func theServicesWordsAreMadeHarmless() {
        let long = String(repeating: "x", count: 100_000)
        let body = #"{"error":"e","description":"\u001b[31mred\n\u0000\u202eevil \#(long)"}"#
        let message = writing.status(json(500, body)).message
        #expect(message.count < 400)
        #expect(!message.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(message.contains("[e] [31mred evil xxx"))
    }

    @Test(arguments: [
        #"{"error":"e","description":"bad token mra_0123456789abcdef"}"#, "plain mra_0123456789abcdef text",
    ])
    func aTokenThatComesBackIsNeverShown(body: String) {
        let response = HTTPResponse(status: 401, headers: ["Content-Type": "text/plain"], body: Array(body.utf8))
        let message = reading.status(response).message
        #expect(!message.contains("0123456789"))
        #expect(message.contains("<secret>"))
    }

    @Test(arguments: [#"{"error":"only one"}"#, #"{"error":1,"description":2}"#, "[]", "{"])
    func otherJSONIsNotShown(body: String) {
        #expect(reading.status(json(500, body)).message.contains("failed (500);"))
    }

    @Test func pagesAreNotShown() {
        for headers in [["Content-Type": "text/html; charset=utf-8"], [:]] as [HTTPHeaders] {
            let page = HTTPResponse(status: 502, headers: headers, body: Array("<html>Bad gateway</html>".utf8))
            #expect(!reading.status(page).message.contains("html"))
        }
    }

    @Test func whatCannotBeReadIsSaidPlainly() {
        #expect(reading.unreadable(json(200, "")).message.contains("the answer was empty"))
        #expect(reading.unreadable(json(200, #"[{"id":"#)).message.contains("could not be read"))
        let page = HTTPResponse(status: 200, headers: ["Content-Type": "text/html"], body: Array("<html>".utf8))
        #expect(reading.unreadable(page).message.contains("a web page came instead of data"))
        #expect(reading.unreadable(page).code == .invalidResponse)
    }
}

@Suite(.timeLimit(.minutes(20)))
struct ArchonUnreadableAnswerTests {
    @Test(arguments: ["", "null", "{}", #"[{"id":"a"}"#, "<html></html>", #"{"error":"x","description":"y"}"#])
    func anUnreadableListIsAnErrorNeverAnEmptyList(body: String) async throws {
        let transport = StubTransport()
        transport.on(.get, Fixture.worldPath, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).backups(at: Fixture.location)
        }
        #expect(error?.code == .invalidResponse)
    }
}
