import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What y copies")
struct CopyTests {
    private static let full = Backup(
        id: "b1", name: "a \"quoted\" / name", createdAt: Sample.now, completedAt: Sample.now.addingTimeInterval(61),
        state: .completed, kind: .automatic, size: 9_007_199_254_740_993,
        checksum: Checksum(algorithm: .sha256, value: "ff"), isLocked: true, expiresAt: nil,
        ignoredPatterns: ["*.log"]
    )

    @Test func theJSONHasEveryKeyOfTheAgreement() {
        let text = BackupJSON(backup: Self.full, operation: nil).text
        #expect(text == #"{"checksum":{"algorithm":"sha256","value":"ff"},"completed_at":"2027-01-15T08:01:01Z","#
            + #""created_at":"2027-01-15T08:00:00Z","expires_at":null,"id":"b1","ignored":["*.log"],"kind":"automatic","#
            +
            #""locked":true,"name":"a \"quoted\" / name","operation":null,"size_bytes":9007199254740993,"state":"completed"}"#)
    }

    @Test func absentFactsAreNull() {
        let text = BackupJSON(backup: Backup(id: "x", state: .unknown), operation: nil).text
        #expect(
            text == #"{"checksum":null,"completed_at":null,"created_at":null,"expires_at":null,"id":"x","ignored":[],"#
                + #""kind":"unknown","locked":null,"name":null,"operation":null,"size_bytes":null,"state":"unknown"}"#
        )
    }

    @Test func workOnTheBackupIsInTheJSON() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, 0.5)
        bench.press(.copy)
        bench.key(.character("j"))
        guard case let .copyToClipboard(_, text)? = bench.effects.first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains(#""operation":{"fraction":0.5,"kind":"restore","phase":"extract","state":"running"}"#))
    }

    @Test(arguments: [
        (CopyOutcome.sent, Notice.Kind.info), (.sentThroughTmux, .info), (.sentThroughScreen, .info),
        (.tooLong(limit: 9), .warning), (.unavailable, .warning),
    ])
    func noCopyIsCalledCertain(outcome: CopyOutcome, kind: Notice.Kind) {
        var bench = Bench.opened()
        bench.send(.copied("id", outcome))
        #expect(bench.state.notice?.kind == kind)
        if kind == .info { #expect(bench.state.notice?.text.contains("not confirmed") == true) }
    }
}
