import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// What a sheet must show is on screen at every size down to 20x4.
@Suite struct SheetSizeTests {
    static let sizes: [Size] = [20, 23, 24, 30, 40, 80, 89, 200].flatMap { width in
        [4, 5, 7, 8, 9, 10, 14, 24].map { Size(width: width, height: $0) }
    }

    private func rows(_ sample: SampleState, _ size: Size) -> [String] {
        draw(sample, size).buffer.popupRows
    }

    private func last(_ sample: SampleState, _ size: Size) -> String? {
        rows(sample, size).last { !$0.isEmpty }
    }

    @Test(arguments: sizes)
    func `the text to type stands on its own line, unbroken, above the field`(size: Size) throws {
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        let rows = rows(sample, size)
        let prompt = try #require(rows.firstIndex(of: "Type: smp-main"))
        #expect(rows[prompt + 1] == ">")
        #expect(rows.contains { $0.hasPrefix(size.width >= 26 ? "Enter restore · Esc cancel" : "Enter restore · Esc") })
    }

    @Test(arguments: sizes)
    func `a mismatch shows the exact text, the field and the last line`(size: Size) {
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        sample.type("smp-mian")
        sample.press("enter")
        let rows = rows(sample, size)
        #expect(rows.contains("> smp-mian"))
        #expect(rows.joined(separator: " ").contains("Type exactly: smp-main"))
        #expect(size.width < 26 || rows.contains("Type exactly: smp-main"))
        #expect(rows.contains { $0.hasPrefix("Enter restore · Esc") })
    }

    @Test(arguments: sizes)
    func `a text too long for a row is shown whole all the same`(size: Size) {
        var sample = SampleState(context: .sample(isProtected: true))
        sample.openPlan("r")
        let text = rows(sample, size).joined()
        #expect(text.replacing(" ", with: "").contains("Type:smp-main/survival3h"))
    }

    @Test(arguments: sizes)
    func `the cancel window says how long and how to stop it`(size: Size) {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        let wide = size.width >= 24 && size.height >= 8 ? size.width - 4 >= 34 : size.width >= 34
        #expect(last(sample, size) == (wide ? "Restoring in 5 s - any key cancels" : "any key cancels 5 s"))
        sample.pass(seconds: 2)
        #expect(last(sample, size)?.contains("3 s") == true)
    }

    @Test(arguments: sizes)
    func `during the guard time the last line reads wait`(size: Size) {
        for key in ["c", "e", "T"] {
            var sample = SampleState()
            sample.press("j", "j", key)
            #expect(last(sample, size) == "wait")
            sample.arm()
            #expect(last(sample, size) != "wait")
        }
    }

    @Test(arguments: sizes)
    func `a name sheet keeps field, problem and last line`(size: Size) {
        var sample = SampleState()
        sample.press("c")
        sample.arm()
        sample.press("del", "enter")
        let rows = rows(sample, size)
        #expect(rows.contains(">"))
        #expect(rows.contains("A name is needed"))
        #expect(rows.contains { $0.hasPrefix("Enter create · Esc") })
    }

    @Test(arguments: sizes)
    func `the cursor stands in the field`(size: Size) throws {
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        sample.type("smp")
        let frame = draw(sample, size)
        let cursor = try #require(frame.cursor)
        let before = (0 ..< cursor.x).map { frame.buffer[$0, cursor.y].character }
        #expect(String(before).hasSuffix("> smp"))
    }

    @Test(arguments: sizes)
    func `an outcome begins with its kind`(size: Size) {
        var sample = SampleState.oneWorld
        sample.restore(upTo: 0.4)
        sample.progress(.restore, of: "b5f0c1d2-aaaa", nil, state: .failed, after: 2)
        #expect(rows(sample, size).contains("Outcome: failed"))
        #expect(last(sample, size) == "Esc close")
    }

    @Test func `all facts of a plan can be scrolled to on a small screen`() {
        let size = Size(width: 40, height: 10)
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        var seen = Set(rows(sample, size))
        for _ in 0 ..< 40 {
            sample.press("down")
            let limit = RootView(sample.state, .test()).scrollLimit(size: size) ?? 0
            if sample.state.overlays.last?.scroll ?? 0 > limit { sample.send(.overlayScrolled(to: limit)) }
            seen.formUnion(rows(sample, size))
        }
        for label in ["Server", "World", "Backup", "Created", "Lost", "Safety", "Power", "Steps"] {
            #expect(seen.contains { $0.hasPrefix(label + " ") })
        }
        #expect(seen.contains("7 start") || seen.contains { $0.hasSuffix("7 start") })
    }

    @Test func `a scroll beyond the end is undone by one key, not by many`() {
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        let size = Size(width: 40, height: 10)
        for _ in 0 ..< 100 { sample.press("pgdn") }
        let limit = RootView(sample.state, .test()).scrollLimit(size: size) ?? 0
        sample.send(.overlayScrolled(to: limit))
        let end = rows(sample, size)
        sample.press("up")
        #expect(rows(sample, size) != end)
    }
}
