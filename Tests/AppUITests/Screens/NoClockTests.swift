import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// `--no-clock`: an idle screen never changes by time alone.
@Suite struct NoClockTests {
    private static let settings = Settings(refresh: .seconds(30), showsClock: false)

    /// A list that is read again and again for an hour, always with the same answer.
    private func afterAnHour(_ sample: SampleState) -> SampleState {
        var sample = sample
        for _ in 0 ..< 120 {
            sample.send(.timerFired(.poll(sample.location)))
            sample.list(Backup.samples, after: 30)
        }
        return sample
    }

    private static func idle(_ settings: Settings) -> [SampleState] {
        var all = [SampleState(settings: settings)]
        for keys in [["i"], ["w"], ["t"], ["t", "t"], ["space", "j"], ["p"], ["?"], ["a"], ["s"], [":"]] {
            var sample = SampleState(settings: settings)
            for key in keys { sample.press(key) }
            all.append(sample)
        }
        return all
    }

    @Test(arguments: Size.goldens)
    func `two frames an hour apart are equal while the data is fresh`(size: Size) {
        for sample in Self.idle(Self.settings) {
            #expect(draw(sample, size).buffer == draw(afterAnHour(sample), size).buffer)
        }
    }

    @Test func `with a clock they differ, so the comparison can fail`() {
        let sample = SampleState(settings: Settings(refresh: .seconds(30)))
        let size = Size(width: 80, height: 24)
        #expect(draw(sample, size).buffer != draw(afterAnHour(sample), size).buffer)
    }

    @Test func `no second timer is set while nothing runs`() {
        let sample = afterAnHour(SampleState(settings: Self.settings))
        #expect(!sample.effects.contains { if case .timer(.second, _) = $0 { true } else { false } })
        let clocked = SampleState(settings: Settings())
        #expect(clocked.effects.contains { if case .timer(.second, _) = $0 { true } else { false } })
    }

    @Test func `the age of old data appears, and only then`() {
        var sample = SampleState(settings: Self.settings)
        sample.send(.unboundKey, after: 60)
        #expect(!draw(sample, Size(width: 80, height: 24)).buffer.glyphs.contains("old"))
        sample.send(.unboundKey, after: 3600)
        #expect(draw(sample, Size(width: 80, height: 24)).buffer.glyphs.contains("live 1h01m old"))
    }

    @Test(arguments: Size.goldens)
    func `times are absolute, ages and clock are gone`(size: Size) {
        var sample = SampleState(settings: Self.settings)
        sample.press("i")
        let text = draw(sample, size).buffer.glyphs
        #expect(!text.contains("AGE") && !text.contains("Age"))
        #expect(!text.contains("03:12:45"))
        #expect(!text.contains("3h12m"))
    }

    @Test func `narrow lists still tell when a backup was made`() {
        let text = draw(SampleState(settings: Self.settings), Size(width: 40, height: 10)).buffer.glyphs
        #expect(text.contains("2026-11-21 00:00"))
    }
}
