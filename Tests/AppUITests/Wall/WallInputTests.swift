import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// The wall takes no input, and goes on by itself.
@MainActor @Suite struct WallInputTests {
    private static let trouble: SampleState = {
        var sample = SampleState.wall
        sample.makeTrouble()
        return sample
    }()

    @Test(arguments: Size.goldens)
    func `no key and no paste changes anything or asks for anything`(size: Size) {
        let driver = AppDriver(Self.trouble, size: size)
        driver.draw()
        let before = driver.state
        let asked = driver.effects.count
        var random = SeededGenerator(seed: 7)
        let keys = [
            "q", "x", "r", "c", "y", "enter", "esc", "space", "1", "2", "3", "4", "5", "?", ":", "/", "D", "K",
            "ctrl-l",
            "ctrl-c", "f1", "up", "down", "tab", "j", "k", "G", "a", "s", "p", "A",
        ]
        for _ in 0 ..< 500 { driver.press(keys.randomElement(using: &random) ?? "q") }
        driver.runtime.handle(.paste("q\ny\nsmp-main\n"))
        #expect(driver.state == before)
        #expect(driver.effects.count == asked)
        #expect(driver.terminal.redrawCount == 0)
    }

    @Test(arguments: [(TerminalEvent.interrupted, Int32(130)), (.terminated(signal: 15), 143), (.hangup, 129)])
    func `signals end the wall`(event: TerminalEvent, code: Int32) {
        let driver = AppDriver(Self.trouble)
        driver.runtime.handle(event)
        #expect(driver.runtime.exitRequest == code)
    }

    @Test func `every second draws a frame, without a clock too, and tells who watches`() {
        var settings = Settings(showsClock: false)
        settings.watchesFleet = true
        var sample = SampleState(contexts: [.sample()], settings: settings, screen: .wall)
        #expect(sample.effects.contains { if case .timer(.second, _) = $0 { true } else { false } })
        var texts: [String] = []
        for _ in 0 ..< 4 {
            let next = sample.send(.timerFired(.second), after: 1)
            #expect(next.contains { if case .timer(.second, _) = $0 { true } else { false } })
            texts.append(draw(sample, Size(width: 80, height: 24)).buffer.glyphs)
        }
        #expect(Set(texts).count == 4)
        let driver = AppDriver(sample)
        var frames = 0
        driver.runtime.onFrame = { frames += 1 }
        driver.draw()
        driver.store.send(.timerFired(.second))
        driver.draw()
        #expect(frames == 2)
        #expect(driver.terminal.drawCount == 2)
    }

    @Test func `one server alone does not open its list of backups`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        sample.load([.sample()])
        #expect(sample.state.screen == .wall)
        #expect(sample.state.location == nil)
    }

    @Test func `work that an earlier session left behind is not offered where nobody can answer`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        sample.load([.sample(worlds: [World(id: "w-survival", name: "survival", isActive: true)])])
        sample.send(.unfinishedLoaded(.success([SampleState.lines])))
        for case let .probe(place) in sample.effects { sample.send(.probed(place, holder: nil)) }
        #expect(sample.state.overlays.isEmpty)
    }

    @Test func `it starts with nothing reachable and recovers`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        let failure = ProviderError(.unreachable, "Listing the servers: no connection")
        sample.send(.serversLoaded("smp", .failure(failure)), after: 5)
        sample.leap(seconds: 200)
        sample.leap(seconds: 31)
        let lost = draw(sample, Size(width: 80, height: 24)).buffer.glyphs
        #expect(lost.contains("no source answers"))
        #expect(lost.contains("UNREACHABLE"))
        sample.load([.sample(worlds: [])])
        sample.read(["1a2b3c4d": Backup.samples])
        sample.leap(seconds: 1)
        sample.leap(seconds: 61)
        sample.read(["1a2b3c4d": Backup.samples])
        let back = draw(sample, Size(width: 80, height: 24)).buffer.glyphs
        #expect(back.contains("The one server is protected"))
        #expect(!back.contains("UNREACHABLE"))
    }
}
