import TerminalUI

/// Which columns the fleet has at a width, and how wide they are. State, name and the age of the last good backup never
/// go.
struct FleetTableLayout: Equatable {
    /// A column of the fleet.
    enum Column: String, CaseIterable, Hashable {
        case state
        case name
        case context
        case lastGood
        case attempt
        case quota
        case source
        case work
        case power

        var heading: String {
            switch self {
            case .state: "STATE"
            case .name: "NAME"
            case .context: "CONTEXT"
            case .lastGood: "LAST GOOD"
            case .attempt: "ATTEMPT"
            case .quota: "QUOTA"
            case .source: "READ"
            case .work: "WORK"
            case .power: "POWER"
            }
        }
    }

    /// Columns in order with their cells; the name takes what is left.
    let columns: [(column: Column, width: Int)]
    /// Cells between two columns.
    static let gap = 2

    init(width: Int, showsContext: Bool, showsClock: Bool) {
        let moment = showsClock ? 6 : 16
        let wanted: [(Column, Int, least: Int)] = [
            (.state, width < 40 ? 6 : 11, 0), (.context, width < 84 ? 10 : 14, 64), (.lastGood, moment + 7, 30),
            (.attempt, moment + 5, 120), (.quota, width < 110 ? 7 : 15, 54), (.source, 9, 92),
            (.work, width < 110 ? 12 : 27, 74), (.power, 8, 140),
        ]
        let kept = wanted.filter { column, _, least in
            width >= least && (column != .context || showsContext)
        }
        let taken = kept.reduce(0) { $0 + $1.1 + Self.gap }
        let name = min(40, max(8, width - taken))
        var columns = kept.map { (column: $0.0, width: $0.1) }
        columns.insert((.name, name), at: 1)
        self.columns = columns
    }

    static func == (left: Self, right: Self) -> Bool {
        left.columns.elementsEqual(right.columns) { $0 == $1 }
    }
}
