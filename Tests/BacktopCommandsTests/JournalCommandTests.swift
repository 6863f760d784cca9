import ArgumentParser
import BackupKit
import Foundation
import Testing
@testable import BacktopCommands

@Suite struct JournalCommandTests {
    private static func line(_ event: JournalEntry.Event, payload: String?) -> JournalLine {
        JournalLine(
            number: 1,
            entry: JournalEntry(
                act: "s-1", at: Date(timeIntervalSince1970: 0), context: "smp", server: "srv", world: nil,
                backup: "b2", step: "rename", event: event, payload: payload
            ),
            user: "ops", sshClient: nil, planDigest: "0011223344556677"
        )
    }

    private static let payload = #"{"known":[],"leftAt":0,"request":{"rename":{"_0":"b2","to":"before update"}}}"#

    private func request(_ line: JournalLine) throws -> [String: Any]? {
        let options = try OutputOptions.parse(["--json"])
        let text = JournalCommand.output([line], options).stdout
        let envelope = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let lines = try #require(envelope["lines"] as? [[String: Any]])
        #expect(lines.first?["plan"] as? String == "0011223344556677")
        return lines.first?["request"] as? [String: Any]
    }

    @Test func anIntentTellsEverythingThatWasAskedFor() throws {
        let request = try #require(try request(Self.line(.intent, payload: Self.payload)))
        #expect(request["kind"] as? String == "rename")
        #expect(request["backups"] as? [String] == ["b2"])
        #expect(request["name"] as? String == "before update")
    }

    @Test func otherLinesAndUnreadableOnesTellNone() throws {
        #expect(try request(Self.line(.accepted, payload: nil)) == nil)
        #expect(try request(Self.line(.intent, payload: "{}")) == nil)
    }
}
