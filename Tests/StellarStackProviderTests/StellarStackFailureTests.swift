import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ServiceClient
@testable import StellarStackProvider

struct StellarStackFailureTests {
    private func failure(_ call: StellarStackDialect.Call = .read, session: String? = nil) throws -> ServiceFailure {
        let credentials = try StellarStackCredentials(Fixture.settings(session: session))
        return ServiceFailure(
            act: call == .read ? .listBackups(Fixture.server) : .restore(Fixture.backup, Fixture.server),
            dialect: StellarStackDialect(credentials: credentials, call: call),
            secrets: credentials.secrets
        )
    }

    private func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
    }

    @Test(arguments: [
        (#"{"error":"Backup not found"}"#, "(500) Backup not found;"),
        (#"{"error":"Invalid request","details":[{"path":["name"],"message":"long"}]}"#, "(500) Invalid request;"),
        (#"{"error":"Conflict","message":"already there"}"#, "(500) already there;"),
        (#"{"error":{"code":"servers.not_found","params":{}}}"#, "(500) servers.not_found;"),
        (#"{"ok":false,"error":{"code":"backups.locked","message":"it is locked"}}"#, "(500) it is locked;"),
        (#"{"message":"no session"}"#, "(500) no session;"),
        (#"{"code":"INVALID","message":""}"#, "(500) INVALID;"),
        (
            #"{"error":"Failed to communicate with daemon: Error: Daemon error: "#
                + #"{\"error\":\"Conflict\",\"message\":\"server is not stopped\"}"}"#,
            "(500) the node says: server is not stopped;"
        ),
        (#"{"error":"Failed: {broken}"}"#, "(500) Failed: {broken};"),
        (#"{"error":"Failed: {\"x\":1}"}"#, #"(500) Failed: {"x":1};"#),
        (#"{"error":7}"#, "failed (500);"),
        ("[]", "failed (500);"),
        ("", "failed (500);"),
    ])
    func thePanelsWordsAreFoundInEveryShape(body: String, words: String) throws {
        #expect(try failure().status(json(500, body)).message.contains(words))
    }

    @Test func plainTextIsShownPagesAreNot() throws {
        let plain = HTTPResponse(status: 502, headers: ["Content-Type": "text/plain"], body: Array("upstream\n".utf8))
        #expect(try failure().status(plain).message.contains("(502) upstream;"))
        let page = HTTPResponse(status: 502, headers: ["Content-Type": "text/html"], body: Array("<html>bad".utf8))
        #expect(try !failure().status(page).message.contains("html"))
    }

    @Test(arguments: [
        (StellarStackDialect.Call.read, 401, ProviderError.Code.unauthorized, "the bearer token was refused"),
        (.change, 401, .unauthorized, "give it a session"),
        (.read, 403, .forbidden, "lacks the permission"),
        (.read, 404, .notFound, "not found"),
        (.read, 429, .rateLimited, "too many requests"),
        (.read, 400, .invalidResponse, "refused the request"),
        (.change, 400, .conflict, "refused the request"),
        (.delete, 403, .forbidden, "lacks the permission"),
        (.lock, 403, .forbidden, "lacks the permission"),
        (.lock, 405, .unsupported, "no lock"),
        (.change, 404, .notFound, "not found"),
        (.link, 401, .forbidden, "the download link was refused"),
        (.link, 403, .forbidden, "each try gets a new one"),
    ])
    func statusesMeanDifferentThings(
        call: StellarStackDialect.Call, status: Int, code: ProviderError.Code, words: String
    ) throws {
        let error = try failure(call).status(HTTPResponse(status: status))
        #expect(error.code == code)
        #expect(error.message.contains(words))
    }

    @Test func aRefusedAccountIsToldWhatItTried() throws {
        func message(token: String, session: String?) throws -> String {
            let credentials = try StellarStackCredentials(Fixture.settings(token: token, session: session))
            return ServiceFailure(
                act: .listServers, dialect: StellarStackDialect(credentials: credentials, call: .read), secrets: []
            ).status(json(401, #"{"error":"Unauthorized"}"#)).message
        }
        #expect(try message(token: "t", session: nil).contains("bearer token was refused (401) Unauthorized; renew"))
        #expect(try message(token: "", session: "s").contains("the session cookie was refused (401)"))
        #expect(try message(token: "t", session: "s").contains("neither the token nor the session cookie"))
    }

    @Test func theWaitTheServiceWishesIsKept() throws {
        let response = HTTPResponse(status: 429, headers: ["Retry-After": "17"])
        #expect(try failure().status(response).retryAfter == .seconds(17))
    }

    @Test func credentialsThatComeBackAreNeverShown() throws {
        let session = "better-auth.session_token=abcdefgh.signature%3D; theme=dark"
        let failure = try failure(session: session)
        for leaked in [Fixture.token, session, "abcdefgh.signature%3D"] {
            for body in [#"{"error":"bad \#(leaked) here"}"#, #"{"message":"x\#(leaked)"}"#] {
                let message = failure.status(json(500, body)).message
                #expect(!message.contains("0123456789"))
                #expect(!message.contains("abcdefgh"))
                #expect(message.contains("<secret>"))
            }
        }
    }
}

struct StellarStackCredentialsTests {
    private func headers(_ address: String, token: String = Fixture.token, session: String?) throws -> HTTPHeaders {
        let credentials = try StellarStackCredentials(Fixture.settings(address, token: token, session: session))
        var request = try HTTPRequest(.post, BaseURL(address), body: [])
        StellarStackDialect(credentials: credentials, call: .change).prepare(&request)
        return request.headers
    }

    @Test func aBareSessionGetsThePanelsCookieName() throws {
        let plain = try headers("http://127.0.0.1:3001", session: "abc.def")
        #expect(plain["Cookie"] == "better-auth.session_token=abc.def")
        #expect(plain["Authorization"] == "Bearer \(Fixture.token)")
        #expect(try headers("https://panel.example", session: "abc.def")["Cookie"]
            == "better-auth.session_token=abc.def; __Secure-better-auth.session_token=abc.def")
    }

    @Test(arguments: ["better-auth.session_token=abc.def%3D", "__Secure-better-auth.session_token=a; theme=dark"])
    func aWholeCookieIsSentAsItIs(cookie: String) throws {
        #expect(try headers("https://panel.example", session: cookie)["Cookie"] == cookie)
    }

    @Test func thePaddingOfAValueMakesItNoWholeCookie() throws {
        #expect(try headers("http://localhost", session: "abc.c2lnbmF0dXJl==")["Cookie"]
            == "better-auth.session_token=abc.c2lnbmF0dXJl==")
    }

    @Test func anEmptyTokenIsNotSent() throws {
        let headers = try headers("http://localhost", token: "", session: "abc.def")
        #expect(headers["Authorization"] == nil)
        #expect(headers["Cookie"] == "better-auth.session_token=abc.def")
        #expect(headers["Origin"] == nil)
    }
}
