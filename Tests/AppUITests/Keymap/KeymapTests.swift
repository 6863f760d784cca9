import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct KeymapTests {
    /// The agreed keys, one by one.
    static let agreed: [(keys: [String], action: UserAction)] = [
        (["j", "down"], .moveDown), (["k", "up"], .moveUp), (["g", "home"], .moveTop), (["G", "end"], .moveBottom),
        (["pgup", "ctrl-b"], .pageUp), (["pgdn", "ctrl-f"], .pageDown), (["ctrl-u"], .halfPageUp),
        (["ctrl-d"], .halfPageDown), (["enter"], .open), (["esc"], .close), (["q"], .back), (["tab"], .nextPane),
        (["1"], .showServers), (["2"], .showBackups), (["3"], .showOperations), (["4"], .showEvents),
        (["5"], .showContexts), (["["], .previousServer), (["]"], .nextServer), (["{"], .previousWorld),
        (["}"], .nextWorld), (["/"], .filter), (["n"], .nextMatch), (["N"], .previousMatch), ([":"], .palette),
        (["?", "f1"], .help), (["space"], .mark), (["v"], .markRange), (["*"], .invertMarks), (["u"], .clearMarks),
        (["s"], .sort), (["S"], .reverseSort), (["f"], .follow), (["p"], .pause), (["R", "f5"], .refresh),
        (["ctrl-l"], .redraw), (["a"], .actionsMenu), (["c"], .create), (["r"], .restore), (["x"], .delete),
        (["K"], .retention),
        (["X"], .cancelOperation), (["A"], .acknowledge), (["T"], .retry), (["e"], .rename), (["L"], .lock), (
            ["d"],
            .download
        ),
        (["V"], .verify), (["o"], .power), (["z"], .undo), (["i"], .toggleDetail), (["w"], .wide),
        (["t"], .timeStyle), (["y"], .copy), (["!"], .showTrouble), (["b"], .groupByContext),
        (["m"], .acknowledgeAlarms), (["W"], .exportEvents),
    ]

    @Test(arguments: agreed)
    func `every agreed key does what was agreed`(keys: [String], action: UserAction) throws {
        for key in keys {
            let event = try #require(KeyEvent(key))
            #expect(Keymap.standard.action(for: event) == action)
        }
        #expect(Keymap.standard.bindings.first { $0.action == action }?.keys.count == keys.count)
    }

    @Test func `there is a binding for every action, and no other`() {
        #expect(Set(Keymap.standard.bindings.map(\.action)) == Set(UserAction.allCases))
        #expect(Set(Self.agreed.map(\.action)) == Set(UserAction.allCases))
        #expect(Keymap.standard.bindings.count == UserAction.allCases.count)
    }

    @Test func `no key stands for two actions`() {
        #expect(Keymap.standard.conflicts.isEmpty)
    }

    @Test func `a key that stands for two actions is reported with both`() {
        let keymap = Keymap([
            KeyBinding(.create, ["c", "x"], .backups, "make"), KeyBinding(.delete, ["x"], .backups, "delete"),
        ])
        #expect(keymap.conflicts.map(\.key.description) == ["x"])
        #expect(keymap.conflicts.first?.actions == [.create, .delete])
        #expect(keymap.action(for: KeyEvent("x")) == .create)
    }

    @Test func `nothing that changes a server hides behind Control or Alt`() {
        for binding in Keymap.standard.bindings where binding.action.isMutating {
            let isPlain = binding.keys.allSatisfy(\.modifiers.isEmpty)
            #expect(isPlain, "\(binding.action)")
        }
    }

    @Test(arguments: ["ctrl-c", "ctrl-z", "ctrl-s", "ctrl-q", "ctrl-\\", "ctrl-w", "ctrl-t", "ctrl-n"])
    func `keys that mean something to a terminal or its window are left alone`(key: String) throws {
        let event = try #require(KeyEvent(key))
        #expect(Keymap.standard.action(for: event) == nil)
    }

    @Test func `every binding has words for the help page`() {
        #expect(Keymap.standard.bindings.allSatisfy { !$0.help.isEmpty && !$0.keys.isEmpty })
    }

    @Test func `a mutating key pressed once sends nothing`() {
        for binding in Keymap.standard.bindings where binding.action.isMutating {
            var sample = SampleState(context: .sample(capabilities: .rich), backups: Backup.richSamples)
            sample.press(binding.keys[0].description)
            #expect(sample.mutations.isEmpty, "\(binding.action)")
        }
    }

    @Test func `the key that opens a sheet never accepts it`() {
        for key in ["c", "r", "x", "e", "T", "o", "L", "X"] {
            for prefix in [[], ["j", "j"]] as [[String]] {
                var sample = SampleState()
                for key in prefix { sample.press(key) }
                for _ in 0 ..< 6 {
                    sample.press(key)
                    sample.arm()
                }
                #expect(sample.mutations.isEmpty, "\(key)")
            }
        }
    }
}
