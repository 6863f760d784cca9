import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

/// The list of promises that every provider keeps.
struct PterodactylConformanceTests {
    @Test(arguments: ProviderPromise.allCases)
    func pterodactylKeeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject) == nil)
    }

    private static let subject = ConformanceSubject(
        name: "pterodactyl",
        make: { PterodactylProvider(settings, transports: $0) },
        secrets: [Fixture.token],
        location: Fixture.location,
        backup: Fixture.backup,
        answer: { answer(to: $0, rows: good) },
        answerWithDamage: { answer(to: $0, rows: #"{"object":"backup","attributes":{"uuid":7}},\#(good)"#) },
        // This service has no words for states: what has no end for longer than any backup takes is unknown.
        answerWithUnknownState: { answer(to: $0, rows: row(#""is_successful":false,"completed_at":null"#)) },
        live: ConformanceSubject.Live(
            accepted: #"{"event":"auth success"}"#, unknownEvent: #"{"event":"solar flare","args":["x"]}"#
        )
    )

    private static var settings: PterodactylSettings {
        do {
            return try PterodactylSettings(base: BaseURL(Fixture.base), token: Secret(Fixture.token))
        } catch {
            preconditionFailure("the fixture's address can be read: \(error)")
        }
    }

    private static let good = row(#""is_successful":true,"completed_at":"2031-02-03T10:02:00+00:00""#)

    private static func row(_ state: String) -> String {
        #"{"object":"backup","attributes":{"uuid":"\#(Fixture.backup)","name":"nightly","ignored_files":[],"#
            + #""is_locked":false,"checksum":null,"bytes":7,"created_at":"2031-02-03T10:00:00+00:00",\#(state)}}"#
    }

    private static let server = #"{"object":"server","attributes":{"uuid":"\#(Fixture.server)","name":"smp","#
        + #""status":null,"is_suspended":false,"feature_limits":{"backups":5}},"meta":{"user_permissions":["*"]}}"#

    private static func answer(to request: HTTPRequest, rows: String) -> StubTransport.Answer? {
        let path = request.path.joined(separator: "/")
        let here = "api/client/servers/\(Fixture.server)"
        switch (request.method, path) {
        case (.get, "api/client"): return json(list(of: server))
        case (.get, here): return json(server)
        case (.get, "\(here)/resources"): return json(#"{"object":"stats","attributes":{"current_state":"offline"}}"#)
        case (.get, "\(here)/activity"): return json(list(of: ""))
        case (.get, "\(here)/websocket"):
            return json(#"{"data":{"token":"node-token-0123456789","socket":"wss://node.example:8080/ws"}}"#)
        case (.get, "\(here)/backups"): return json(list(of: rows))
        case (.get, "\(here)/backups/\(Fixture.backup)"): return json(good)
        case (.post, "\(here)/backups"): return json(good)
        case (.post, "\(here)/backups/\(Fixture.backup)/lock"):
            return json(good.replacing(#""is_locked":false"#, with: #""is_locked":true"#))
        case (.get, _): return nil
        default: return .status(204)
        }
    }

    private static func list(of rows: String) -> String {
        #"{"object":"list","data":[\#(rows)],"meta":{"backup_count":1,"#
            + #""pagination":{"total":1,"count":1,"per_page":50,"current_page":1,"total_pages":1,"links":{}}}}"#
    }

    /// The panel's clock, a day after the rows were made.
    private static func json(_ text: String) -> StubTransport.Answer {
        .response(HTTPResponse(
            status: 200,
            headers: ["Content-Type": "application/json", "Date": "Tue, 04 Feb 2031 10:00:00 GMT"],
            body: Array(text.utf8)
        ))
    }
}
