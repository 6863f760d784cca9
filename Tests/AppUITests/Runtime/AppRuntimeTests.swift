import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@MainActor @Suite struct AppRuntimeTests {
    @Test func `the first frame is drawn at once, an unchanged one never`() {
        let driver = AppDriver(SampleState())
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 1)
        driver.clock.advance(by: .seconds(10))
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 1)
    }

    @Test func `a second frame waits until 33 ms have passed`() {
        let driver = AppDriver(SampleState())
        _ = driver.runtime.turn()
        driver.press("j")
        driver.clock.advance(by: .milliseconds(10))
        #expect(driver.runtime.turn() == .milliseconds(23))
        #expect(driver.terminal.drawCount == 1)
        driver.clock.advance(by: .milliseconds(23))
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 2)
    }

    @Test func `a hundred changes in a second make at most thirty one frames, and all of them count`() {
        let driver = AppDriver(SampleState(backups: .many(200)))
        _ = driver.runtime.turn()
        for _ in 0 ..< 100 {
            driver.press("j")
            _ = driver.runtime.turn()
            driver.clock.advance(by: .milliseconds(10))
        }
        #expect(driver.terminal.drawCount <= 31)
        #expect(driver.terminal.drawCount >= 20)
        #expect(driver.state.manager.selectedRow == 100)
    }

    @Test func `on the wall it waits for half a second`() {
        let driver = AppDriver(SampleState(contexts: [.sample()], screen: .wall))
        _ = driver.runtime.turn()
        driver.store.send(.serversLoaded("smp", .success([.sample()])))
        driver.clock.advance(by: .milliseconds(100))
        #expect(driver.runtime.turn() == .milliseconds(400))
        #expect(driver.terminal.drawCount == 1)
        driver.clock.advance(by: .milliseconds(400))
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 2)
    }

    @Test func `what comes after a pause is drawn without waiting`() {
        let driver = AppDriver(SampleState())
        _ = driver.runtime.turn()
        driver.clock.advance(by: .seconds(1))
        driver.press("j")
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 2)
    }

    @Test func `while output is blocked no frame is made and the store goes on`() {
        let driver = AppDriver(SampleState())
        driver.draw()
        driver.terminal.acceptsFrames = false
        driver.press("j", "j")
        driver.clock.advance(by: .seconds(1))
        #expect(driver.runtime.turn() == nil)
        #expect(driver.terminal.drawCount == 1)
        #expect(driver.state.manager.selectedRow == 2)
        driver.terminal.acceptsFrames = true
        driver.runtime.handle(.outputReady)
        driver.draw()
        #expect(driver.terminal.drawCount == 2)
        #expect(driver.terminal.screenText.contains("3/5"))
    }

    @Test func `output that is ready again is drawn to even when nothing changed`() {
        let driver = AppDriver(SampleState())
        driver.draw()
        driver.runtime.handle(.outputReady)
        driver.draw()
        #expect(driver.terminal.drawCount == 2)
    }

    @Test func `a resize gives a frame of the new size, and the list learns its rows`() {
        let driver = AppDriver(SampleState(backups: .many(200)))
        driver.draw()
        #expect(driver.state.manager.viewportRows == 19)
        driver.press("G")
        driver.resize(to: Size(width: 100, height: 40))
        driver.draw()
        #expect(driver.terminal.screen.size == Size(width: 100, height: 40))
        #expect(driver.state.manager.viewportRows == 35)
        #expect(driver.screen.contains("200/200"))
        #expect(driver.screen.contains("hourly #1 "))
    }

    @Test(arguments: [(TerminalEvent.interrupted, Int32(130)), (.terminated(signal: 15), 143), (.hangup, 129)])
    func `signals end with their exit codes`(event: TerminalEvent, code: Int32) {
        let driver = AppDriver(SampleState())
        #expect(driver.runtime.exitRequest == nil)
        driver.runtime.handle(event)
        #expect(driver.runtime.exitRequest == code)
    }

    @Test func `q at the root ends with 0`() {
        let driver = AppDriver(SampleState())
        driver.press("q")
        #expect(driver.runtime.exitRequest == 0)
    }

    @Test func `Ctrl-C leaves at once, also while a plan is carried out`() {
        var sample = SampleState.oneWorld
        sample.restore(upTo: 0.3)
        let driver = AppDriver(sample)
        driver.runtime.handle(.interrupted)
        #expect(driver.runtime.exitRequest == 130)
    }

    @Test(arguments: [TerminalEvent.suspending, .hangup, .interrupted, .terminated(signal: 15)])
    func `whatever takes the user away stops the cancel window`(event: TerminalEvent) {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        let driver = AppDriver(sample)
        #expect(driver.state.runs.values.contains { $0.isInCancelWindow })
        driver.runtime.handle(event)
        #expect(driver.state.runs.values.allSatisfy { $0.outcome?.kind == .cancelled })
        #expect(!driver.effects.contains { if case .mutate = $0 { true } else { false } })
    }

    @Test(arguments: ["j", "ctrl-l", "f9", "x", "esc", "enter", "space"])
    func `any key stops the cancel window`(key: String) {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        let driver = AppDriver(sample)
        driver.press(key)
        #expect(driver.state.runs.values.allSatisfy { $0.outcome?.kind == .cancelled })
    }

    @Test func `a resize does not stop the cancel window`() {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        let driver = AppDriver(sample)
        driver.resize(to: Size(width: 60, height: 20))
        let isOpen = driver.state.runs.values.allSatisfy(\.isInCancelWindow)
        #expect(isOpen)
        #expect(driver.screen.contains("any key cancels"))
    }

    @Test func `after a suspend the list is read again`() {
        let driver = AppDriver(SampleState())
        driver.runtime.handle(.resumed)
        #expect(driver.effects.contains { if case .loadBackups = $0 { true } else { false } })
    }
}

@MainActor @Suite struct PasteTests {
    @Test func `a paste outside text fields is ignored altogether`() {
        let driver = AppDriver(SampleState())
        driver.draw()
        let before = driver.state
        driver.runtime.handle(.paste("cxr\ny\n"))
        #expect(driver.state == before)
        driver.draw()
        #expect(driver.terminal.drawCount == 1)
    }

    @Test func `a paste goes into a name, without its line breaks`() {
        var sample = SampleState()
        sample.press("c")
        sample.arm()
        let driver = AppDriver(sample)
        driver.runtime.handle(.paste("before\nthe\u{1B} update"))
        #expect(driver.screen.contains("> beforethe update"))
        #expect(driver.effects.isEmpty)
    }

    @Test func `a paste goes into the filter`() {
        let driver = AppDriver(SampleState())
        driver.press("/")
        driver.runtime.handle(.paste("nightly"))
        #expect(driver.screen.contains("/nightly"))
        #expect(driver.state.manager.rows.count == 2)
    }

    @Test func `a pasted confirmation is not taken`() {
        var sample = SampleState.oneWorld
        sample.openPlan("r")
        let driver = AppDriver(sample)
        driver.runtime.handle(.paste("smp-main"))
        #expect(driver.screen.contains("Type it: paste is not taken here"))
        driver.press("enter")
        #expect(driver.screen.contains("Type exactly: smp-main"))
        #expect(driver.state.runs.isEmpty)
    }

    @Test func `a paste does nothing in menus and confirm sheets`() {
        for keys in [["a"], ["y"], ["s"], ["o"], ["?"], ["j", "j", "T"]] {
            var sample = SampleState()
            for key in keys { sample.press(key) }
            sample.arm()
            let driver = AppDriver(sample)
            driver.runtime.handle(.paste("yyyy\n"))
            #expect(driver.state.overlays == sample.state.overlays)
            #expect(driver.effects.isEmpty)
        }
    }

    @Test func `a paste stops the cancel window as any key does`() {
        var sample = SampleState.oneWorld
        sample.confirmPlan("r")
        let driver = AppDriver(sample)
        driver.runtime.handle(.paste("x"))
        #expect(driver.state.runs.values.allSatisfy { $0.outcome?.kind == .cancelled })
    }
}

@MainActor @Suite struct TerminalEffectTests {
    @Test(arguments: [
        (ClipboardResult.sent(via: .direct), "Sent the name to the terminal's clipboard (not confirmed)"),
        (.sent(via: .tmux), "Sent the name through tmux (needs set-clipboard on; not confirmed)"),
        (.sent(via: .screen), "Sent the name through screen (not confirmed)"),
        (.tooLong(limit: 74994), "The name is longer than 74994 bytes: terminals do not take that"),
        (.unavailable, "This terminal cannot copy: select the text with the mouse, i shows it"),
    ])
    func `a copy says honestly what became of it`(result: ClipboardResult, words: String) {
        let driver = AppDriver(SampleState())
        driver.terminal.clipboardResult = result
        driver.press("y", "n")
        #expect(driver.terminal.copiedTexts == ["Before the Nether update"])
        #expect(driver.screen.contains(words))
    }

    @Test(arguments: [("i", "b5f0c1d2-aaaa"), ("c", "da39a3ee5e6b4b0d3255bfef95601890afd80700")])
    func `the copied text is the fact itself`(key: String, text: String) {
        let driver = AppDriver(SampleState(context: .sample(capabilities: .rich), backups: Backup.richSamples))
        driver.press("y", key)
        #expect(driver.terminal.copiedTexts == [text])
    }

    @Test func `a fact that is not there copies nothing and says so`() {
        let driver = AppDriver(SampleState())
        driver.press("y", "c")
        #expect(driver.terminal.copiedTexts.isEmpty)
        #expect(driver.state.notice?.text == "this backup has no checksum")
    }

    @Test func `Ctrl-L draws the screen anew, in the list and in sheets`() {
        let driver = AppDriver(SampleState())
        driver.draw()
        driver.press("ctrl-l")
        #expect(driver.terminal.redrawCount == 1)
        driver.draw()
        #expect(driver.terminal.drawCount == 2)
        driver.press("c", "ctrl-l")
        #expect(driver.terminal.redrawCount == 2)
        driver.draw()
        #expect(driver.terminal.drawCount == 3)
    }

    @Test func `keys reach the service as one request with the typed name`() {
        var sample = SampleState()
        sample.press("c")
        sample.arm()
        let driver = AppDriver(sample)
        driver.type("nightly by hand")
        #expect(driver.screen.contains("> nightly by hand"))
        driver.press("enter", "enter")
        let requests = driver.effects
            .compactMap { if case let .mutate(mutation, _) = $0 { mutation.request } else { nil } }
        #expect(requests == [.create(BackupDraft(name: "nightly by hand"))])
    }

    @Test func `waiting ends with the action that makes the condition true`() async {
        let driver = AppDriver(SampleState())
        let waiting = Task { await driver.wait(for: "2/5") }
        await Task.yield()
        driver.press("j")
        await waiting.value
        #expect(driver.state.manager.selectedRow == 1)
    }
}
