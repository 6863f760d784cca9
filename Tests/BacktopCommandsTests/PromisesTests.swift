import Foundation
import Testing

/// Every sentence of the README's promises has a test, and this names it. A sentence without one, and a test that is
/// gone, fail here.
@Suite struct PromisesTests {
    /// The sentence's beginning, and the tests that hold it: file and function.
    private static let kept: [String: [(file: String, test: String)]] = [
        "No single key changes anything": [
            ("AppUITests/Gates/GatesTests.swift", "every request is preceded by its own confirmation"),
            ("AppUITests/Keymap/SplitEscapeTests.swift", "no torn sequence changes anything"),
        ],
        "The key that opened a sheet never accepts it": [
            ("AppUITests/Gates/GatesTests.swift", "every request is preceded by its own confirmation"),
            ("AppCoreTests/Overlays/PlanSheetTests.swift", "theGuardTimeBeginsAgainWithThePlan"),
            ("TerminalTests/CreateJourneyTests.swift", "keys typed in the first 400 ms do not reach the sheet"),
        ],
        "A restore, a power stop and a delete": [
            ("AppCoreTests/Overlays/PlanSheetTests.swift", "anythingButTheExactTextIsRefused"),
            ("AppCoreTests/Gate/GateCellTests.swift", "aCellIsAsItsTableSays"),
            ("TerminalTests/RestoreJourneyTests.swift", "a pasted name is not taken"),
        ],
        "Any key in the cancel window": [
            ("TerminalTests/RestoreJourneyTests.swift", "any key in the cancel window stops it and nothing is sent"),
        ],
        "A machine that slept": [
            ("TerminalTests/KillAndResumeTests.swift", "aStoppedLaptopSendsNothingAfterItsWindow"),
        ],
        "Everything a plan rests on": [
            ("AppCoreTests/Workflows/RecheckMatrixTests.swift", "aChangedFactIsNamedAndNothingMoreIsSent"),
            ("EndToEndTests/RestoreTests.swift", "a backup that somebody else changes in the cancel window refuses"),
        ],
        "A restore makes a backup of the present state": [
            ("AppCoreTests/Safety/SafetyBackupTests.swift", "theStepsAreTakenInOrder"),
        ],
        "A safety backup that is refused": [
            ("AppCoreTests/Safety/SafetyFailureTests.swift", "aStoppedServerIsStartedAgain"),
            ("AppCoreTests/Safety/SafetyFailureTests.swift", "aServerThatWasDownStaysDown"),
        ],
        "Every request is in the journal": [
            ("AppCoreTests/Store/RestoreJourneyTests.swift", "everyRequestIsJournalledFirstAndSentOnce"),
            ("AppCoreTests/Store/RestoreJourneyTests.swift", "aFailingJournalStopsEverythingBeforeTheFirstRequest"),
        ],
        "No request is sent twice": [
            ("TerminalTests/KillAndResumeTests.swift", "noRequestIsSentTwice"),
            ("AppCoreTests/Resume/ResumeTests.swift", "aWorkflowIsGoneOnWithFromEveryPrefix"),
            ("AppCoreTests/Resume/ResumeTests.swift", "aSingleRequestIsLookedForAndNeverSentAgain"),
        ],
        "What an earlier session left unfinished": [
            ("AppCoreTests/Resume/UnfinishedTests.swift", "theOfferSaysWhatWasDoneAndByWhom"),
            ("AppCoreTests/Resume/UnfinishedTests.swift", "leftForLaterItIsOfferedAtTheNextStart"),
        ],
        "An outcome that nothing proves": [
            ("AppCoreTests/Workflows/NoEvidenceTests.swift", "anUnclearAnswerIsUnknownAfterAMinute"),
            ("AppCoreTests/Workflows/NoEvidenceTests.swift", "aServerThatWeStoppedIsSaidToBeStopped"),
            ("AppCoreTests/Workflows/RestoreOutcomeTests.swift", "anAmbiguousRestoreWithoutTraceIsUnknownAfterAMinute"),
        ],
        "A bar reaches 100 %": [
            ("AppCoreTests/Fleet/EventRuleTests.swift", "aFullBarComesOnlyWithTheServersDone"),
        ],
        "A read-only session holds no writer": [
            ("AppUITests/Gates/GatesTests.swift", "a read-only session never asks for a change"),
            ("EndToEndTests/ManageTests.swift", "a read-only context has no writer and sends only reads"),
        ],
        "Retention never removes": [
            ("AppCoreTests/Retention/RetentionPropertyTests.swift", "theNewestGoodOneAndTheFloorAreKept"),
            (
                "AppCoreTests/Retention/RetentionPropertyTests.swift",
                "onlyGoodUnlockedIdleAndDatedOnesGoAndEveryOtherHasAReason"
            ),
        ],
        "Every plan prints the command": [(
            "BacktopCommandsTests/PlanCommandLineTests.swift",
            "aPlanFromAReadingIsReadBack"
        )],
    ]

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The sentences of the README, in order.
    private static func sentences() throws -> [String] {
        let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let start = try #require(text.range(of: "## What Backtop promises")).upperBound
        let end = try #require(text.range(of: "Each of these sentences has a test", range: start ..< text.endIndex))
        return text[start ..< end.lowerBound].split(separator: "\n")
            .compactMap { $0.hasPrefix("- ") ? String($0.dropFirst(2)) : nil }
    }

    @Test func everySentenceHasItsTest() throws {
        let sentences = try Self.sentences()
        #expect(sentences.count == Self.kept.count)
        for sentence in sentences {
            #expect(Self.kept.keys.contains { sentence.hasPrefix($0) }, "no test is named for: \(sentence)")
        }
    }

    @Test func everyNamedTestIsThere() throws {
        for (sentence, tests) in Self.kept {
            for (file, test) in tests {
                #expect(try Self.holds(file, test), "\(sentence): \(file) has no \(test)")
            }
        }
    }

    /// Whether a file holds a test of this name.
    private static func holds(_ path: String, _ name: String) throws -> Bool {
        let text = try String(contentsOf: root.appending(path: "Tests/\(path)"), encoding: .utf8)
        return text.contains("func \(name)(") || text.contains("func `\(name)") || text.contains("@Test(\"\(name)")
    }
}
