import Foundation
import Testing

/// Every sentence of the README's promises has a test, and this names it. A sentence without one, and a test that is
/// gone, fail here.
@Suite struct PromisesTests {
    /// The sentence's beginning, and the tests that hold it: file and function.
    private static let kept: [String: [(file: String, test: String)]] = [
        "No single key changes anything": [
            ("AppUITests/Keymap/SplitEscapeTests.swift", "@Test"), ("AppCoreTests/Gate", "@Test"),
        ],
        "The key that opened a sheet never accepts it": [
            ("AppCoreTests/Overlays/PlanSheetTests.swift", "@Test"),
            ("TerminalTests/CreateJourneyTests.swift", "keys typed in the first 400 ms do not reach the sheet"),
        ],
        "A restore, a delete and a power stop want": [
            ("AppCoreTests/Overlays/PlanSheetTests.swift", "anythingButTheExactTextIsRefused"),
            ("TerminalTests/RestoreJourneyTests.swift", "a pasted name is not taken"),
        ],
        "Any key in the cancel window": [
            ("TerminalTests/RestoreJourneyTests.swift", "any key in the cancel window stops it and nothing is sent"),
        ],
        "A machine that slept": [
            ("TerminalTests/KillAndResumeTests.swift", "aStoppedLaptopSendsNothingAfterItsWindow"),
        ],
        "Everything a plan rests on": [
            ("AppCoreTests/Workflows/RecheckTests.swift", "@Test"), (
                "AppCoreTests/Workflows/RecheckMatrixTests.swift",
                "@Test"
            ),
            ("EndToEndTests/RestoreTests.swift", "a backup that somebody else changes in the cancel window refuses"),
        ],
        "A restore makes a backup of the present state": [("AppCoreTests/Safety", "@Test")],
        "A safety backup that is refused": [("AppCoreTests/Safety/SafetyFailureTests.swift", "@Test")],
        "Every request is in the journal": [
            ("AppCoreTests/Store/RestoreJourneyTests.swift", "everyRequestIsJournalledFirstAndSentOnce"),
            ("AppCoreTests/Store/RestoreJourneyTests.swift", "aFailingJournalStopsEverythingBeforeTheFirstRequest"),
        ],
        "No request is sent twice": [
            ("TerminalTests/KillAndResumeTests.swift", "noRequestIsSentTwice"), ("AppCoreTests/Resume", "@Test"),
        ],
        "What an earlier session left unfinished": [("AppCoreTests/Resume/UnfinishedTests.swift", "@Test")],
        "An outcome that nothing proves": [
            ("AppCoreTests/Workflows/NoEvidenceTests.swift", "@Test"),
            ("AppCoreTests/Workflows/RestoreOutcomeTests.swift", "@Test"),
        ],
        "A bar reaches 100 %": [("AppCoreTests/Workflows/RestoreRunTests.swift", "a full bar is no end")],
        "A read-only session holds no writer": [
            ("EndToEndTests", "read-only"), ("AppCoreTests/App/AvailabilityTests.swift", "a read-only session"),
        ],
        "Retention never removes": [("AppCoreTests/Retention", "@Test")],
        "Every plan prints the command": [("BacktopCommandsTests/PlanCommandLineTests.swift", "aSeverePlanIsReadBack")],
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

    /// Whether a file, or any file of a folder, holds the text.
    private static func holds(_ path: String, _ text: String) throws -> Bool {
        let url = root.appending(path: "Tests/\(path)")
        let files = path.hasSuffix(".swift")
            ? [url] : FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
        return try files.contains { try String(contentsOf: $0, encoding: .utf8).contains(text) }
    }
}
