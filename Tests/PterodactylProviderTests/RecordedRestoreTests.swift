import BackupKit
import Foundation
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

/// Recorded restores, from the request to the evidence of their end.
@Suite(.timeLimit(.minutes(20)))
struct RecordedRestoreTests {
    private let transport = StubTransport()
    private let plain = Backup.ID("07ed59a8-7cc0-48cc-b95f-8df9626f3138")
    private let location = BackupLocation(server: Lab.restored)

    private func play(restore answer: StubTransport.Answer, of row: StubTransport.Answer) {
        transport.on(.get, Fixture.one(plain, Lab.restored), row)
        transport.on(.post, "\(Fixture.one(plain, Lab.restored))/restore", answer)
    }

    private var body: String? {
        transport.requests.last { $0.method == .post }?.body.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func restoreTruncateFalseWatchedToItsEnd() async throws {
        let recording = try Recording("restore_truncate_false")
        try play(restore: recording[0].answer, of: Recording("get_one")[0].answer)
        let provider = try Fixture.provider(transport)
        let (reader, writer) = try (provider.reader(), Fixture.writer(of: provider))
        try await writer.restore(plain, RestoreOptions(), at: location)
        #expect(body == recording[0].body)
        #expect(body == #"{"truncate":false}"#)

        transport.on(.get, Fixture.path(Lab.restored), recording[1].answer)
        transport.on(.get, Fixture.list(Lab.restored), recording[2].answer)
        #expect(try await reader.server(Lab.restored).condition == .restoring)
        let error = await #expect(throws: ProviderError.self) { try await reader.backups(at: location) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("the server is being restored") == true)

        transport.replace(.get, Fixture.path(Lab.restored), recording[6].answer)
        transport.replace(.get, "\(Fixture.path(Lab.restored))/resources", recording[5].answer)
        transport.replace(.get, Fixture.list(Lab.restored), recording[7].answer)
        try transport.replace(.get, Fixture.activity(Lab.restored), Recording("restore_truncate_true")[1].answer)
        let server = try await reader.server(Lab.restored)
        #expect(server.condition == .available)
        #expect(server.power == nil, "a 409 of the resources is no power")
        let listing = try await reader.backups(at: location)
        #expect(listing.backups.map(\.name) == ["locked one", "plain one", "running one"])
        #expect(transport.lines.last == "GET \(Fixture.activity(Lab.restored))")
    }

    @Test func restoreTruncateTrueIsProvedByTheActivityLog() async throws {
        let recording = try Recording("restore_truncate_true")
        try play(restore: recording[0].answer, of: Recording("get_one")[0].answer)
        let provider = try Fixture.provider(transport)
        try await Fixture.writer(of: provider).restore(plain, RestoreOptions(truncates: true), at: location)
        #expect(body == #"{"truncate":true}"#)
        try transport.on(.get, Fixture.list(Lab.restored), Recording("list_several")[0].answer)
        transport.on(.get, Fixture.activity(Lab.restored), recording[1].answer)
        let listing = try await provider.reader().backups(at: location)
        let report = try #require(listing.operations.first { $0.kind == .restore })
        #expect(report == OperationReport(
            backup: plain,
            kind: .restore,
            phase: .extract,
            state: .done,
            run: "aee544ceddfe7ab69a02f82bdf8ce6ea3862ff02",
            endedAt: Timestamp.date("2026-11-21T01:32:06Z")
        ))
        #expect(listing.operations.count { $0.kind == .restore } == 1, "only the last end of a backup is told")
    }

    @Test func restoreWhileRestoring() async throws {
        try play(restore: Recording("restore_while_restoring")[0].answer, of: Recording("get_one")[0].answer)
        try await Fixture.writer(transport).restore(plain, RestoreOptions(), at: location)
        #expect(transport.requests.map(\.method) == [.get, .post])
    }

    /// The panel would let a failed one through, and the node could empty the server for it.
    @Test func restoreFailedAndRunningBackupsAreRefusedHere() async throws {
        let recording = try Recording("restore_failed_backup")
        #expect(recording[0].response.status == 500, "it reached the node")
        for row in [
            Fixture.row(plain, isSuccessful: "false"), Fixture.row(plain, isSuccessful: "null"),
            Fixture.row(plain, completedAt: "null"), Fixture.row(plain, isSuccessful: "7"),
        ] {
            let transport = StubTransport()
            transport.on(.get, Fixture.one(plain, Lab.restored), .json(row))
            let error = await #expect(throws: ProviderError.self) {
                try await Fixture.writer(transport).restore(plain, RestoreOptions(truncates: true), at: location)
            }
            #expect(error?.code == .conflict)
            #expect(error?.message.contains("nothing was sent") == true)
            #expect(error?.isOutcomeUnknown == false)
            #expect(!transport.requests.contains { !$0.method.isSafe })
        }
        transport.on(.get, Fixture.path(Lab.restored), recording[1].answer)
        transport.on(.get, "\(Fixture.path(Lab.restored))/resources", .status(409))
        #expect(try await Fixture.reader(transport).server(Lab.restored).condition == .available)
    }
}
