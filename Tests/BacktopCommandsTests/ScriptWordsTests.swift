import AppCore
import BackupKit
import Testing
@testable import BacktopCommands

@Suite struct ScriptWordsTests {
    @Test(arguments: [
        ("smp was stopped by this plan: press o to start it", "backtop power start"),
        ("The stop may still take effect: look at its power, press o", "backtop show"),
        ("A new plan makes a new one: press r", "backtop restore"),
        ("The server is not in the list any more: press R", "ask again"),
    ])
    func adviceNamesCommandsAndNoKeys(text: String, command: String) {
        let words = KeyAdvice.forCommands(text)
        #expect(words.contains(command))
        #expect(!words.contains("press "))
    }

    @Test func neitherTablesNorCSVHoldControlCharacters() {
        let rows = [["a\u{1B}]0;evil\u{7}\nb\u{202E}c"]]
        for text in [
            TableText.table(["NAME"], rows, showsHeading: true), TableText.csv(["NAME"], rows, showsHeading: true),
        ] {
            let odd = text.unicodeScalars.filter { $0 != "\n" && ($0.value < 32 || $0.value == 0x202E) }
            #expect(odd.isEmpty, "\(text.debugDescription)")
            #expect(text.split(separator: "\n").count == 2)
        }
    }

    @Test(arguments: [
        (Outcome(.refused, "", cause: .conflict), 7), (Outcome(.refused, "", cause: .unreachable), 3),
        (Outcome(.refused, ""), 9), (Outcome(.failed, "", cause: .rateLimited), 7),
        (Outcome(.failed, "", cause: .forbidden), 6), (Outcome(.failed, ""), 1), (Outcome(.unknown, ""), 1),
        (Outcome(.cancelled, ""), 5),
    ] as [(Outcome, Int32)])
    func theExitCodeTellsWhatStoodInTheWay(outcome: Outcome, code: Int32) {
        #expect(ScriptFailure.Code(outcome).rawValue == code)
    }
}
