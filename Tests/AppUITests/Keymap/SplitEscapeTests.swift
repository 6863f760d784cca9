import AppCore
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// A slow link can tear an escape sequence apart; its bytes then arrive as keys. None of them may change a server.
@Suite struct SplitEscapeTests {
    static let sequences: [String] = {
        let letters = "ABCDEFHPQRSZ".map { "\u{1B}[\($0)" }
        let shifted = "ABCDFHMPQRSabcdjklmnopqrstuvwxyXI".map { "\u{1B}O\($0)" }
        let modified = (2 ... 8).flatMap { modifier in "ABCDFHPQRS".map { "\u{1B}[1;\(modifier)\($0)" } }
        let numbered = ["1", "2", "3", "4", "5", "6", "7", "8", "11", "15", "17", "20", "21", "23", "24", "29", "34"]
            .flatMap { number in ["~", "^", "$", "@"].map { "\u{1B}[\(number)\($0)" } }
        let pastes = ["\u{1B}[200~", "\u{1B}[201~", "\u{1B}[200~x\u{1B}[201~"]
        let answers = [
            "\u{1B}[?1;2c", "\u{1B}[24;80R", "\u{1B}[I", "\u{1B}[O", "\u{1B}[M !!", "\u{1B}[<0;1;1M", "\u{1B}[<0;1;1m",
            "\u{1B}[[A", "\u{1B}[[E", "\u{1B}[120;5u", "\u{1B}[27;5;120~", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{07}",
            "\u{1B}P1+r544e\u{1B}\\", "\u{1B}\u{1B}[A", "\u{1B}\u{1B}OA", "\u{1B}[a", "\u{1B}[b", "\u{1B}[c",
            "\u{1B}[d",
        ]
        return letters + shifted + modified + numbered + pastes + answers
    }()

    static let scenes = [
        Scene("list", SampleState()), Scene("failed-selected", SampleState()) { $0.press("j", "j") },
        Scene("filtering", SampleState()) { $0.press("/") },
    ] + Scene.servers + Scene.overlays + Scene.lightSheets + Scene.plans

    /// Feeds a sequence byte by byte, each followed by enough silence to count as a key of its own.
    private func feed(_ sequence: String, to sample: inout SampleState, isArming: Bool) {
        var decoder = KeyDecoder()
        for byte in sequence.utf8 {
            for event in decoder.feed([byte]) + decoder.timeOut() {
                if case let .key(key) = event {
                    sample.send(AppAction(key, keymap: .standard, overlays: sample.state.overlays))
                }
            }
            if isArming { sample.arm() }
        }
    }

    @Test(arguments: scenes)
    func `no torn sequence changes anything, quits or confirms a plan`(scene: Scene) {
        let sent = scene.sample.mutations.count
        for sequence in Self.sequences {
            for isArming in [false, true] {
                var sample = scene.sample
                feed(sequence, to: &sample, isArming: isArming)
                #expect(sample.mutations.count == sent, "\(sequence.debugDescription)")
                // `q` leaves, as it must; the 1 of a keypad in application mode ends in it.
                #expect(sample.state.exitCode == nil || sequence.hasSuffix("q"), "\(sequence.debugDescription)")
                let started = sample.state.runs.filter { scene.sample.state.runs[$0.key] == nil }
                #expect(started.isEmpty, "\(sequence.debugDescription)")
            }
        }
    }

    @Test(arguments: scenes)
    func `several torn sequences in a row change nothing either`(scene: Scene) {
        let sent = scene.sample.mutations.count
        for first in ["\u{1B}[200~", "\u{1B}Ox", "\u{1B}Or"] {
            for second in Self.sequences {
                var sample = scene.sample
                feed(first, to: &sample, isArming: true)
                feed(second, to: &sample, isArming: true)
                #expect(sample.mutations.count == sent, "\(first.debugDescription) \(second.debugDescription)")
            }
        }
    }

    @Test func `a sequence that arrives whole still moves`() {
        var sample = SampleState()
        var decoder = KeyDecoder()
        for case let .key(key) in decoder.feed(Array("\u{1B}[B".utf8)) {
            sample.send(AppAction(key, keymap: .standard, overlays: []))
        }
        #expect(sample.state.manager.selectedRow == 1)
    }
}
