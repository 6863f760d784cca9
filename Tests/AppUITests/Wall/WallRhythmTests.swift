import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

@Suite struct WallRhythmTests {
    private func rhythm(after seconds: TimeInterval) -> WallRhythm {
        var state = SampleState.emptyWall.state
        state.now = state.startedAt.addingTimeInterval(seconds)
        return WallRhythm(state)
    }

    @Test(arguments: [
        (0.0, 3, 0), (19.9, 3, 0), (20, 3, 1), (59.9, 3, 2), (60, 3, 0), (1e9, 1, 0), (5, 0, 0),
        // The clock was set back: the pages go on turning.
        (-1, 3, 2), (-20, 3, 2), (-21, 3, 1), (-86400, 3, 0), (-1e300, 4, 0),
    ])
    func `a page stays for twenty seconds, whatever the clock does`(seconds: Double, count: Int, page: Int) {
        let page0 = rhythm(after: seconds).page(of: count)
        if seconds > -1e100 { #expect(page0 == page) }
        #expect((0 ..< max(1, count)).contains(page0))
    }

    @Test func `the frame visits every place, one step at a time, and comes back`() {
        let size = Size(width: 80, height: 24)
        let frames = (0 ... 6).map { rhythm(after: Double($0) * 180 + 1).frame(in: size) }
        #expect(Set(frames).count == 6)
        #expect(frames.first == frames.last)
        for (one, next) in zip(frames, frames.dropFirst()) {
            #expect(abs(one.x - next.x) + abs(one.y - next.y) == 1)
            #expect(one.size == Size(width: 78, height: 23))
            #expect((0 ... 2).contains(one.x) && (0 ... 1).contains(one.y))
            #expect(one.maxX <= 80 && one.maxY <= 24)
        }
        #expect(rhythm(after: 179).frame(in: size) == frames[0])
    }

    @Test(arguments: [Size(width: 39, height: 24), Size(width: 80, height: 11), Size(width: 20, height: 4)])
    func `a small screen is not moved about on`(size: Size) {
        for seconds in stride(from: 0, to: 2000.0, by: 90) {
            #expect(rhythm(after: seconds).frame(in: size) == Rect(origin: .zero, size: size))
        }
    }

    @Test func `the clock changes its corner every ten minutes, and beats every second`() {
        #expect([0.0, 599, 600, 1199, 1200, -1].map { rhythm(after: $0).isClockBelow }
            == [false, false, true, true, false, true])
        let beats = (0 ..< 6).map { rhythm(after: Double($0)).isBeat }
        #expect(zip(beats, beats.dropFirst()).allSatisfy { $0 != $1 })
    }
}
