import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// Footer, help and menus: everything that names keys.
@Suite struct HintsTests {
    private let context = ViewContext.test()

    private func footer(_ sample: SampleState, keymap: Keymap = .standard, width: Int = 80) -> String {
        FooterViewModel(sample.state, keymap: keymap).line(width: width, theme: context.theme).text
    }

    private func help(_ sample: SampleState, keymap: Keymap = .standard, width: Int = 100) -> [String] {
        var context = context
        context.keymap = keymap
        return HelpViewModel(sample.state, context, width: width).lines.map(\.text)
    }

    @Test func `the footer names keys of the live keymap`() {
        let remapped = Keymap(Keymap.standard.bindings.map { binding in
            binding.action == .create
                ? KeyBinding(.create, ["ins"], binding.group, binding.help, hintRank: binding.hintRank) : binding
        })
        #expect(footer(SampleState()).hasPrefix("c create"))
        #expect(footer(SampleState(), keymap: remapped).hasPrefix("ins create"))
    }

    @Test(arguments: 0 ... 120)
    func `the footer never exceeds its width and shows whole hints only`(width: Int) {
        let text = footer(SampleState(), width: width)
        #expect(text.displayWidth <= width)
        let all = FooterViewModel(SampleState().state, keymap: .standard).hints.map { "\($0.key) \($0.label)" }
        let shown = text.isEmpty ? [] : text.split(separator: "  ").map(String.init)
        #expect(shown.allSatisfy(all.contains))
    }

    @Test func `40 cells have room for the way to help`() {
        #expect(footer(SampleState(), width: 40).contains("? help"))
    }

    @Test func `keys that are off are marked as such`() {
        let hints = FooterViewModel(SampleState(context: .sample(access: .readOnly)).state, keymap: .standard).hints
        #expect(hints.filter { !$0.isOn }.map(\.key) == ["c", "r", "x", "o"])
    }

    @Test func `the list of servers hides keys that mean nothing there`() {
        var sample = SampleState(contexts: [.sample()])
        sample.load([.sample(), .sample("2", name: "other")])
        #expect(footer(sample) == "? help  q quit  enter open  / filter  ! only trouble")
    }

    @Test func `a sheet on top leaves no hints for keys it swallows`() {
        var sample = SampleState()
        sample.press("c")
        #expect(footer(sample).isEmpty)
    }

    @Test func `q leads back where there are several servers`() {
        var sample = SampleState(contexts: [.sample()])
        sample.load([.sample(), .sample("2", name: "other")])
        sample.press("enter")
        #expect(footer(sample).contains("q servers"))
    }

    @Test func `help lists every binding with all its keys`() {
        let lines = help(SampleState())
        for binding in Keymap.standard.bindings {
            #expect(lines.contains { $0.hasPrefix("  " + binding.keysText + " ") && $0.contains(binding.help) })
        }
    }

    @Test func `help says why a key is off, in the words of the status line`() {
        let state = SampleState(context: .sample(access: .readOnly)).state
        let lines = help(SampleState(context: .sample(access: .readOnly)), width: 200)
        for binding in Keymap.standard.bindings {
            guard let reason = Availability.reason(against: binding.action, in: state) else { continue }
            #expect(lines.contains { $0.contains("\(binding.help) (off: \(reason))") })
        }
        #expect(lines.count { $0.contains("(off: ") } > 8)
    }

    @Test(arguments: [200, 100, 76, 36, 20])
    func `help wraps instead of cutting`(width: Int) {
        let lines = help(SampleState(), width: width)
        #expect(lines.allSatisfy { $0.displayWidth <= width })
        #expect(!lines.contains { $0.contains("…") })
    }

    @Test func `the actions menu gives key and reason of every act`() throws {
        var sample = SampleState()
        sample.press("j", "j", "a")
        guard case let .menu(menu)? = sample.state.overlays.last else { throw Missing() }
        let model = MenuViewModel(menu, sample.state, context)
        #expect(model.title == "Actions for \"nightly 2026-11-19\"")
        let entries = Dictionary(uniqueKeysWithValues: model.lines.map { ($0.label, $0) })
        #expect(entries["create"] == MenuViewModel.Entry(key: "c", label: "create", reason: nil))
        #expect(entries["restore"]?.reason == "\"nightly 2026-11-19\" is not a completed backup")
        #expect(entries["cancel operation"]?.reason == "this API cancels only by deleting; use x")
        #expect(entries["lock"]?.key == "L")
        #expect(model.lines.allSatisfy { !$0.key.isEmpty })
    }

    @Test func `the sort menu says how the list is ordered now`() throws {
        var sample = SampleState()
        sample.press("s")
        guard case let .menu(menu)? = sample.state.overlays.last else { throw Missing() }
        let model = MenuViewModel(menu, sample.state, context)
        #expect(model.lines[model.cursor].label == "created  (now descending)")
        #expect(model.lines.map(\.key) == ["s", "n", "c", "a", "k", "l"])
    }

    @Test func `the copy menu says what the backup lacks`() throws {
        var sample = SampleState()
        sample.press("y")
        guard case let .menu(menu)? = sample.state.overlays.last else { throw Missing() }
        let model = MenuViewModel(menu, sample.state, context)
        #expect(model.lines.map(\.reason) == [nil, nil, "this backup has no checksum", nil, "no plan was made yet"])
    }

    @Test func `the palette shows key and reason of what matches`() throws {
        var sample = SampleState()
        sample.press(":")
        sample.type("retr")
        guard case let .palette(palette)? = sample.state.overlays.last else { throw Missing() }
        let model = MenuViewModel(palette, sample.state, context)
        #expect(model.lines == [
            MenuViewModel.Entry(key: "T", label: "retry", reason: "\"Before the Nether update\" has not failed"),
        ])
    }

    @Test func `the reason of the chosen line stands below in full where the line is too short`() {
        var sample = SampleState(context: .sample(access: .readOnly))
        sample.press("a")
        let rows = draw(sample, Size(width: 40, height: 10)).buffer.glyphs
        #expect(rows.contains("create: context smp is read-only:"))
        #expect(rows.contains("configuration"))
    }

    struct Missing: Error {}
}
