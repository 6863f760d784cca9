import BackupKit
import ProviderSupport
import Testing
@testable import ServiceClient
@testable import VPSOrgProvider

struct VPSOrgFailureTests {
    private let reading = ServiceFailure(
        act: .listBackups(Fixture.server), dialect: VPSOrgDialect(token: Secret(Fixture.token)),
        secrets: [Secret(Fixture.token)]
    )
    private let writing = ServiceFailure(
        act: .restore("501", Fixture.server), dialect: VPSOrgDialect(token: Secret(Fixture.token)),
        secrets: [Secret(Fixture.token)]
    )

    private func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
    }

    @Test(arguments: [
        (#"{"detail":"Not found.","error":"x"}"#, "(500) Not found;"),
        (#"{"error":"bad","message":"worse"}"#, "(500) bad;"),
        (#"{"message":"worse"}"#, "(500) worse;"),
        (#"{"error":{"code":7,"message":"inner"}}"#, "(500) inner;"),
        (
            #"{"errors":{"server_id":["required"],"description":["too long","odd"]}}"#,
            "(500) description: too long odd; server_id: required;"
        ),
        (#"{"errors":["one","two"]}"#, "(500) one two;"),
        (#"{"server_id":["A valid integer is required."]}"#, "(500) server_id: A valid integer is required;"),
        (#"{"non_field_errors":"no room","code":7}"#, "(500) non_field_errors: no room;"),
        (#"["one","two"]"#, "(500) one two;"),
        (#"{"detail":""}"#, "failed (500)"),
        (#"{"code":7}"#, "failed (500);"),
        ("7", "failed (500);"),
        ("", "failed (500);"),
    ])
    func wordsAreFoundInEveryShape(body: String, words: String) {
        #expect(writing.status(json(500, body)).message.contains(words))
    }

    @Test func plainTextIsShownPagesAreNot() {
        let plain = HTTPResponse(
            status: 502, headers: ["Content-Type": "text/plain"],
            body: Array(String(repeating: "long ", count: 900).utf8)
        )
        let message = reading.status(plain).message
        #expect(message.contains("(502) long long"))
        #expect(message.count < 300)
        let page = HTTPResponse(status: 403, headers: ["Content-Type": "text/html"], body: Array("<html>robot?".utf8))
        #expect(reading.status(page).message.contains("a web page came instead of data (403);"))
    }

    @Test(arguments: [
        (400, ProviderError.Code.conflict, "refused the request", false),
        (401, .unauthorized, "renew the context's token", false),
        (402, .forbidden, "the vendor asks for a payment first (402)", false),
        (403, .forbidden, "give it in the vendor's dashboard", false),
        (404, .notFound, "not found (404)", false),
        (409, .conflict, "wait for running work to end", false),
        (422, .conflict, "(422)", false),
        (423, .conflict, "wait for running work to end", false),
        (429, .rateLimited, "too many requests", false),
        (308, .invalidResponse, "correct the context's url", false),
        (500, .serverFailure, "may have been carried out", true),
        (502, .serverFailure, "may have been carried out", true),
        (503, .serverFailure, "try again", false),
        (504, .timedOut, "may have been carried out", true),
    ])
    func statuses(status: Int, code: ProviderError.Code, words: String, isAmbiguous: Bool) {
        let error = writing.status(HTTPResponse(status: status))
        #expect(error.code == code)
        #expect(error.message.contains(words))
        #expect(error.isOutcomeUnknown == isAmbiguous)
        #expect(!reading.status(HTTPResponse(status: status)).isOutcomeUnknown)
    }

    @Test(arguments: [
        #"{"detail":"bad token vps_0123456789abcdef"}"#, #"{"token":["vps_0123456789abcdef"]}"#,
        #"["vps_0123456789abcdef"]"#,
    ])
    func aTokenThatComesBackIsNeverShown(body: String) {
        let message = reading.status(json(401, body)).message
        #expect(!message.contains("0123456789"))
        #expect(message.contains("<secret>"))
    }
}
