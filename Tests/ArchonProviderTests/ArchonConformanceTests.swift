import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

/// Every generation, and the search for one, on a service that has only that generation.
@Suite(.timeLimit(.minutes(20))) struct ArchonConformanceTests {
    @Test(arguments: ProviderPromise.allCases)
    func archonV0Keeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject("archon v0", .v0, serves: .v0)) == nil)
    }

    @Test(arguments: ProviderPromise.allCases)
    func archonV1Keeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject("archon v1", .v1, serves: .v1)) == nil)
    }

    @Test(arguments: ProviderPromise.allCases)
    func archonQueueKeeps(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject("archon queue", .queue, serves: .queue)) == nil)
    }

    @Test(arguments: [ArchonSettings.API.v0, .v1], ProviderPromise.allCases)
    func archonAutoKeeps(api: ArchonSettings.API, promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject("archon auto \(api)", .auto, serves: api)) == nil)
    }

    /// What can be done is wider on the queue than what is sure before the first list.
    @Test(arguments: ProviderPromise.allCases.filter { $0 != .lacksSendNothing })
    func archonAutoKeepsOnTheQueue(promise: ProviderPromise) async {
        #expect(await promise.broken(by: Self.subject("archon auto queue", .auto, serves: .queue)) == nil)
    }

    private static func subject(
        _ name: String,
        _ choice: ArchonSettings.Choice,
        serves api: ArchonSettings.API
    ) -> ConformanceSubject {
        let good = row(Fixture.backup.rawValue, "done")
        return ConformanceSubject(
            name: name,
            make: { ArchonProvider(settings(choice), transports: $0) },
            secrets: [Fixture.token],
            location: api == .v0 ? Fixture.bareLocation : Fixture.location,
            backup: Fixture.backup,
            answer: { answer(to: $0, api, rows: good) },
            answerWithDamage: { answer(to: $0, api, rows: #"{"id": 7}, \#(good)"#) },
            answerWithUnknownState: { answer(to: $0, api, rows: row(Fixture.backup.rawValue, "gilded")) },
            live: ConformanceSubject.Live(
                accepted: #"{"event":"auth-ok"}"#, unknownEvent: #"{"event":"solar-flare","payload":1}"#
            )
        )
    }

    private static func settings(_ choice: ArchonSettings.Choice) -> ArchonSettings {
        do {
            return try Fixture.settings(api: choice)
        } catch {
            preconditionFailure("the fixture's address can be read: \(error)")
        }
    }

    private static func row(_ id: String, _ status: String) -> String {
        #"{"id":"\#(id)","name":"nightly","created_at":"2031-02-03T10:00:00Z","automated":true,"#
            + #""status":"\#(status)","interrupted":false,"ongoing":false,"locked":false}"#
    }

    /// A service that has one generation of the backup API, and answers 404 to the others.
    private static func answer(
        to request: HTTPRequest,
        _ api: ArchonSettings.API,
        rows: String
    ) -> StubTransport.Answer? {
        let path = request.path.joined(separator: "/")
        if path.hasPrefix("v1/"), api == .v0 { return .json("{}", status: 404) }
        switch (request.method, path) {
        case (.get, "v1/servers"): return .json("[\(server)]")
        case (.get, "v1/servers/\(Fixture.server)"): return .json(server)
        case (.get, "modrinth/v0/servers"):
            return .json(#"{"servers":[\#(legacyServer)],"pagination":{"total_items":1}}"#)
        case (.get, "modrinth/v0/servers/\(Fixture.server)"): return .json(legacyServer)
        case (.get, "modrinth/v0/servers/\(Fixture.server)/ws"):
            return .json(#"{"url":"wss://node.example/ws","token":"node-token-0123456789"}"#)
        case let (.get, path) where path.hasSuffix("/backups"):
            return api == .queue ? .json("{}", status: 404) : .json("[\(rows)]")
        case let (.get, path) where path.hasSuffix("/backups-queue"):
            return api == .queue ? .json(#"{"active_operations":[],"backups":[\#(rows)]}"#) : .json("{}", status: 404)
        case let (.get, path) where path.contains("/backups/"): return .json(row(Fixture.backup.rawValue, "done"))
        case let (.post, path) where path.hasSuffix("/backups") || path.hasSuffix("/backups-queue"):
            return .json(#"{"id":"new"}"#)
        case (.get, _): return nil
        default: return .status(204)
        }
    }

    private static let server = #"{"id":"\#(Fixture.server)","name":"smp","worlds":[{"id":"\#(Fixture.world)","#
        + #""name":"w","is_active":true}]}"#

    private static let legacyServer = #"{"server_id":"\#(Fixture.server)","name":"smp","status":"available","#
        + #""backup_quota":10,"used_backup_quota":1,"#
        + #""node":{"instance":"node1.example","token":"node-token-0123456789"}}"#
}
