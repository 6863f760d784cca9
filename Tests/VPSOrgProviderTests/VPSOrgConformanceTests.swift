import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import VPSOrgProvider

/// The list of promises that every provider keeps.
struct VPSOrgConformanceTests {
    @Test(arguments: ProviderPromise.allCases)
    func vpsOrgKeeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject) == nil)
    }

    private static let subject = ConformanceSubject(
        name: "vpsorg",
        make: { VPSOrgProvider(settings, transports: $0) },
        secrets: [Fixture.token],
        location: Fixture.location,
        backup: "501",
        answer: { answer(to: $0, rows: row("completed")) },
        answerWithDamage: { answer(to: $0, rows: #"{"id":[]},\#(row("completed"))"#, count: 2) },
        answerWithUnknownState: { answer(to: $0, rows: row("gilded")) },
        live: nil
    )

    private static var settings: VPSOrgSettings {
        do {
            return try VPSOrgSettings(base: BaseURL("https://admin.vps.example/cloud"), token: Secret(Fixture.token))
        } catch {
            preconditionFailure("the fixture's address can be read: \(error)")
        }
    }

    private static func row(_ status: String) -> String {
        #"{"id":501,"server":{"id":771,"name":"edge-2"},"backup_type":"manual","status":"\#(status)","#
            + #""size_mb":4,"created_at":"2031-02-03T10:00:00Z","expires_at":null,"description":"nightly"}"#
    }

    private static func answer(to request: HTTPRequest, rows: String, count: Int = 1) -> StubTransport.Answer? {
        switch (request.method, request.path.joined(separator: "/")) {
        case (.get, "api/v1/servers/"):
            .json(#"{"count":1,"results":[{"id":771,"name":"edge-2","status":"active"}]}"#)
        case (.get, "api/v1/backups/"): .json(#"{"count":\#(count),"results":[\#(rows)]}"#)
        case (.get, _): nil
        case (.post, "api/v1/backups/"): .json(row("in_progress"), status: 201)
        default: .status(204)
        }
    }
}
