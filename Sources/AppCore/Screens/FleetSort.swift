import BackupKit
import FoundationEssentials

/// The order of the fleet. Servers that lack the fact come last either way; ties go by health, name and id.
public struct FleetSort: Equatable, Sendable {
    /// The fact to order by.
    public var column: FleetColumn
    /// The other way round.
    public var isReversed: Bool

    /// The worst first.
    public init(column: FleetColumn = .health, isReversed: Bool = false) {
        self.column = column
        self.isReversed = isReversed
    }

    /// Orders servers that have a standing. O(n log n).
    func sorted(_ refs: [ServerRef], in state: AppState) -> [ServerRef] {
        let rows = refs.compactMap { ref in state.watch.standings[ref].map { (ref, $0) } }
        switch column {
        case .health:
            return rows.sorted { isReversed ? ServerStanding.isWorse($1, $0) : ServerStanding.isWorse($0, $1) }.map(\.0)
        case .name: return sorted(rows) { $0.1.sortName }
        case .context:
            let places = Dictionary(
                state.fleet.contextOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }
            )
            return sorted(rows) { places[$0.0.context] }
        case .age: return sorted(rows) { $0.1.lastGoodAt }
        case .quota: return sorted(rows) { $0.1.quotaShare.map { -$0 } }
        case .power: return sorted(rows) { $0.1.power == .unknown ? nil : $0.1.power.words }
        }
    }

    private func sorted(
        _ rows: [(ServerRef, ServerStanding)],
        by key: ((ServerRef, ServerStanding)) -> (some Comparable)?
    ) -> [ServerRef] {
        let keyed = rows.map { (key: key($0), row: $0) }
        return keyed.sorted { left, right in
            switch (left.key, right.key) {
            case let (leftKey?, rightKey?) where leftKey != rightKey:
                isReversed ? rightKey < leftKey : leftKey < rightKey
            case (_?, nil): true
            case (nil, _?): false
            default: ServerStanding.isWorse(left.row, right.row)
            }
        }.map(\.row.0)
    }
}

extension Quota {
    /// How much of the limit is in use; nil where one of the two is not known.
    var share: Double? {
        guard let used, let limit, limit > 0 else { return nil }
        return Double(used) / Double(limit)
    }
}
