import AppCore
import BackupKit
import TerminalUI

/// Which columns fit and how wide each is. State, name and one time column never go.
struct BackupTableLayout: Equatable {
    struct Column: Equatable {
        var column: BackupColumn
        var width: Int
        var alignment: TextAlignment
    }

    var columns: [Column]
    /// Moments are written to the second, with their zone.
    var hasLongTimes: Bool

    /// `sortedBy` always has its column: an order that cannot be seen is no order.
    init(
        width: Int,
        available: [BackupColumn],
        style: BackupManager.TimeStyle,
        isWide: Bool,
        showsAges: Bool,
        sortedBy sorted: BackupColumn? = nil
    ) {
        let timeFirst: [BackupColumn] = style == .age && showsAges ? [.age, .created] : [.created, .age]
        var wanted: [BackupColumn] = [
            .state,
            .name,
            timeFirst[0],
            .size,
            .kind,
            .lock,
            .by,
            .expires,
            timeFirst[1],
            .verified,
        ]
        if !isWide { wanted.removeAll { $0 == .by } }
        if !showsAges { wanted.removeAll { $0 == .age } }
        wanted = wanted.filter(available.contains)
        // Either form of the creation time stands for the other; the sign says so.
        let sorted = sorted == .created || sorted == .age ? nil : sorted
        if let sorted, let index = wanted.firstIndex(of: sorted), index > 3 {
            wanted.insert(wanted.remove(at: index), at: 3)
        }
        let mandatory = [BackupColumn.state, .name, timeFirst[0], sorted].compactMap(\.self)
        let short = Self.fit(wanted, into: width, mandatory: mandatory, second: timeFirst[1], longTimes: false)
        let long = Self.fit(wanted, into: width, mandatory: mandatory, second: timeFirst[1], longTimes: true)
        // Seconds are worth less than a column.
        hasLongTimes = isWide && long.columns == short.columns
        let (kept, left) = hasLongTimes ? long : short
        let longTimes = hasLongTimes
        let nameWidth = min(Self.longestName, max(4, Self.width(of: .name, longTimes: longTimes) + left))
        columns = BackupColumn.allCases.filter(kept.contains).map {
            Column(
                column: $0,
                width: $0 == .name ? nameWidth : Self.width(of: $0, longTimes: longTimes),
                alignment: $0 == .age || $0 == .size ? .trailing : .leading
            )
        }
    }

    /// The columns that fit, the first ones first, and the cells that are left.
    private static func fit(
        _ wanted: [BackupColumn],
        into width: Int,
        mandatory: [BackupColumn],
        second: BackupColumn,
        longTimes: Bool
    ) -> (columns: [BackupColumn], left: Int) {
        var kept: [BackupColumn] = []
        // The mark takes two cells in front.
        var left = width - 2
        for column in wanted {
            let needed = Self.width(of: column, longTimes: longTimes) + (kept.isEmpty ? 0 : 2)
            // The second form of the same moment, and what comes after it, is worth less than the end of the names.
            let isExtra = column == .expires || column == second || kept.contains(second)
            guard mandatory.contains(column) || left - needed >= (isExtra ? shortNames : 0) else { continue }
            kept.append(column)
            left -= needed
        }
        return (kept, left)
    }

    /// Cells that names need beyond their least before both forms of a time are shown.
    private static let shortNames = 4
    /// Further to the right the eye loses the row.
    private static let longestName = 60

    /// `^` or `v` in the heading of the column that the list is ordered by. Where the time of creation has no column
    /// the age stands for it, which runs the other way.
    func sortSign(of column: BackupColumn, _ sort: BackupSort) -> String? {
        let twin: BackupColumn? = switch sort.column {
        case .created: .age
        case .age: .created
        default: nil
        }
        let isShown = columns.contains { $0.column == sort.column }
        if column == sort.column { return sort.isAscending ? "^" : "v" }
        guard !isShown, column == twin else { return nil }
        return sort.isAscending ? "v" : "^"
    }

    private static func width(of column: BackupColumn, longTimes: Bool) -> Int {
        switch column {
        case .state: 9
        case .name: 14
        case .created: longTimes ? 26 : 16
        case .age: 6
        case .size: 8
        case .kind: 4
        case .lock: 4
        case .verified: 8
        case .expires: 16
        case .by: 12
        }
    }
}
