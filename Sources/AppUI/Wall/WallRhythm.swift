import AppCore
import FoundationEssentials
import TerminalUI

/// What time alone decides on the wall: which page is shown, where the frame and the clock stand, and the beat.
struct WallRhythm: Equatable {
    /// Seconds that a page stays.
    static let pageTime = 20
    /// Seconds that the frame stays where it is.
    static let shiftTime = 180
    /// Seconds that the clock stays in its corner.
    static let cornerTime = 600
    /// How much smaller than the screen the frame is, so that it can be moved.
    static let room = Size(width: 2, height: 1)

    /// Where the frame may stand, each one step from the one before, so that nobody sees it jump.
    private static let places = [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)].map { Point(x: $0.0, y: $0.1) }

    /// Whole seconds since the display began; negative after a clock that was set back.
    private let elapsed: Int
    /// Whole seconds by the clock.
    private let second: Int

    init(_ state: AppState) {
        elapsed = Self.whole(state.now.timeIntervalSince(state.startedAt))
        second = Self.whole(state.now.timeIntervalSince1970)
    }

    /// Which of so many pages is shown, from 0.
    func page(of count: Int) -> Int {
        Self.turn(elapsed, of: count, every: Self.pageTime)
    }

    /// The part of a screen that the frame takes. A small screen is too dear for room to move in.
    func frame(in size: Size) -> Rect {
        guard size.width >= 40, size.height >= 12 else { return Rect(origin: .zero, size: size) }
        let place = Self.places[Self.turn(elapsed, of: Self.places.count, every: Self.shiftTime)]
        return Rect(
            x: place.x, y: place.y, width: size.width - Self.room.width, height: size.height - Self.room.height
        )
    }

    /// The clock stands in the lower corner, not in the upper one.
    var isClockBelow: Bool {
        Self.turn(elapsed, of: 2, every: Self.cornerTime) == 1
    }

    /// Changes with every second of the clock: a display that stands still shows it.
    var isBeat: Bool {
        Self.turn(second, of: 2, every: 1) == 0
    }

    /// Never negative, whatever the clock does.
    private static func turn(_ seconds: Int, of count: Int, every length: Int) -> Int {
        guard count > 0 else { return 0 }
        let period = count * length
        return (seconds % period + period) % period / length
    }

    private static func whole(_ seconds: Double) -> Int {
        seconds.isFinite ? Int(min(max(seconds, -1e12), 1e12).rounded(.down)) : 0
    }
}
