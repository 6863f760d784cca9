import TerminalUI

/// Where everything on the wall stands at a size: the smaller the screen, the more goes, the headline last.
struct WallLayout: Equatable {
    /// How the headline is shown.
    enum Form: Equatable {
        /// In block digits.
        case blocks
        /// In a sentence for each figure.
        case sentences
        /// The same, with the clock beside it and without a line over it.
        case compact
        /// In as few words as there are.
        case tiny

        init(_ size: Size) {
            if size.width < 30 || size.height < 6 {
                self = .tiny
            } else if size.width < 50 || size.height < 16 {
                self = .compact
            } else {
                self = size.width < 60 || size.height < 22 ? .sentences : .blocks
            }
        }
    }

    var top: Rect?
    var headline: Rect
    /// That all is well, or the alarms.
    var pinned: Rect
    var title: Rect
    var body: Rect
    var foot: Rect?

    /// Rows that alarms may take at most.
    static func pinnedLimit(height: Int) -> Int {
        height / 3
    }

    init(frame: Rect, form: Form, headlineRows: Int, pinnedRows: Int) {
        var rest = frame
        if form == .compact {
            if rest.height >= 8 { (foot, rest) = rest.splitBottom(1) }
        } else {
            (top, rest) = rest.splitTop(1)
            (foot, rest) = rest.splitBottom(1)
            // The digits need air, if only a row of it.
            if rest.height >= headlineRows + pinnedRows + 8 { rest = rest.removingTop(1) }
        }
        (headline, rest) = rest.splitTop(headlineRows)
        let air = form == .compact ? 0 : 1
        if pinnedRows > 0 { rest = rest.removingTop(air) }
        (pinned, rest) = rest.splitTop(pinnedRows)
        if rest.height >= 6 { rest = rest.removingTop(air) }
        if form == .blocks, rest.height >= 8 { rest = rest.removingBottom(1) }
        (title, body) = rest.splitTop(1)
    }
}
