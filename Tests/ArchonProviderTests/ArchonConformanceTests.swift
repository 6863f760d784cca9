import ArchonProvider
import BackupKit
import ProviderSupport
import Testing
import TestSupport

struct ArchonConformanceTests {
    @Test(arguments: ProviderPromise.allCases)
    func archonV1Keeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.v1) == nil)
    }

    private static let v1 = ConformanceSubject(
        name: "archon v1",
        make: { transports in
            ArchonProvider(settings, transports: transports)
        },
        secrets: [Fixture.token],
        location: Fixture.location,
        backup: Fixture.backup,
        answer: { answer(to: $0, list: "[\(row(Fixture.backup.rawValue, "done"))]") },
        answerWithDamage: { answer(to: $0, list: #"[{"id": 7}, \#(row(Fixture.backup.rawValue, "done"))]"#) },
        answerWithUnknownState: { answer(to: $0, list: "[\(row(Fixture.backup.rawValue, "gilded"))]") },
        live: ConformanceSubject.Live(
            accepted: #"{"event":"auth-ok"}"#, unknownEvent: #"{"payload":1,"event":"solar-flare"}"#
        ),
        downloadsFrom: nil
    )

    private static var settings: ArchonSettings {
        do {
            return try Fixture.settings()
        } catch {
            preconditionFailure("the fixture's address can be read: \(error)")
        }
    }

    private static func row(_ id: String, _ status: String) -> String {
        #"{"id":"\#(id)","name":"nightly","created_at":"2031-02-03T10:00:00Z","automated":true,"#
            + #""status":"\#(status)","interrupted":false,"ongoing":false,"locked":false}"#
    }

    private static func answer(to request: HTTPRequest, list: String) -> StubTransport.Answer? {
        let server = #"{"id":"\#(Fixture.server)","name":"smp","worlds":[{"id":"\#(Fixture.world)","name":"w","#
            + #""is_active":true}]}"#
        let legacy = #"{"server_id":"\#(Fixture.server)","name":"smp","status":"available","backup_quota":10,"#
            + #""used_backup_quota":1}"#
        switch (request.method, request.path.joined(separator: "/")) {
        case (.get, "v1/servers"): return .json("[\(server)]")
        case (.get, "v1/servers/\(Fixture.server)"): return .json(server)
        case (.get, "modrinth/v0/servers"):
            return .json(#"{"servers":[\#(legacy)],"pagination":{"total_items":1}}"#)
        case (.get, "modrinth/v0/servers/\(Fixture.server)"): return .json(legacy)
        case (.get, "modrinth/v0/servers/\(Fixture.server)/ws"):
            return .json(#"{"url":"wss://node.example/ws","token":"node-token-0123456789"}"#)
        case let (.get, path) where path.hasSuffix("/backups"): return .json(list)
        case let (.get, path) where path.contains("/backups/"): return .json(row(Fixture.backup.rawValue, "done"))
        case let (.post, path) where path.hasSuffix("/backups"): return .json(#"{"id":"new"}"#)
        case (.get, _): return nil
        default: return .status(204)
        }
    }
}
