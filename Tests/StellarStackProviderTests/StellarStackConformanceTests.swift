import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import StellarStackProvider

/// The list of promises that every provider keeps.
struct StellarStackConformanceTests {
    @Test(arguments: ProviderPromise.allCases)
    func stellarStackKeeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject) == nil)
    }

    private static let subject = ConformanceSubject(
        name: "stellarstack",
        make: { StellarStackProvider(settings, transports: $0) },
        secrets: [Fixture.token, "session-cookie-0123456789"],
        location: Fixture.location,
        backup: Fixture.backup,
        answer: { answer(to: $0, rows: row("COMPLETED")) },
        answerWithDamage: { answer(to: $0, rows: #"{"id":7},\#(row("COMPLETED"))"#) },
        answerWithUnknownState: { answer(to: $0, rows: row("GILDED")) },
        live: nil
    )

    private static var settings: StellarStackSettings {
        do {
            return try Fixture.settings(session: "session-cookie-0123456789")
        } catch {
            preconditionFailure("the fixture's address can be read: \(error)")
        }
    }

    private static func row(_ status: String) -> String {
        #"{"id":"\#(Fixture.backup)","name":"nightly","size":7,"checksum":null,"checksumType":null,"#
            + #""status":"\#(status)","isLocked":false,"serverId":"\#(Fixture.server)","ignoredFiles":[],"#
            + #""completedAt":"2031-02-03T10:02:00.000Z","createdAt":"2031-02-03T10:00:00.000Z"}"#
    }

    private static let server = #"{"id":"\#(Fixture.server)","name":"smp","status":"STOPPED","suspended":false,"#
        + #""backupLimit":3,"node":{"isOnline":true}}"#

    private static func answer(to request: HTTPRequest, rows: String) -> StubTransport.Answer? {
        let here = "api/servers/\(Fixture.server)"
        switch (request.method, request.path.joined(separator: "/")) {
        case (.get, "api/servers"): return .json("[\(server)]")
        case (.get, here): return .json(server)
        case (.get, "\(here)/stats"): return .json(#"{"state":"offline"}"#)
        case (.get, "\(here)/backups"): return .json("[\(rows)]")
        case (.get, _): return nil
        case (.post, "\(here)/backups"):
            return .json(row("COMPLETED").replacing(
                Fixture.backup.rawValue, with: "11111111-2222-4333-8444-555555555555"
            ))
        default: return .json(#"{"success":true,"locked":true}"#)
        }
    }
}
