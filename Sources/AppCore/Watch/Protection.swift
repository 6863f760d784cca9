import FoundationEssentials

/// Whether a server counts as protected: only where that is known.
public enum Protection: Hashable, Sendable {
    /// A good backup is within the target, by what this session has read and not too long ago.
    case protected
    /// There is none.
    case notProtected
    /// What is known is too old, from an earlier session, or not enough to tell.
    case unknown

    /// By a server's standing and how old what is known of it is: never good by old data, and what an earlier session
    /// knew tells nothing either way.
    public init(_ standing: ServerStanding, age: DataAge) {
        if standing.isFromSnapshot {
            self = .unknown
        } else if standing.isProtected {
            self = switch age {
            case .current, .aging: .protected
            case .none, .old: .unknown
            }
        } else {
            self = standing.health == .never || standing.lastGoodAt != nil ? .notProtected : .unknown
        }
    }
}

extension AppState {
    /// How many of the servers that are shown count as what.
    public var protectionCounts: [Protection: Int] {
        let turns = Dictionary(
            fleet.contextOrder.map { ($0, sweepTime(of: $0)) }, uniquingKeysWith: { first, _ in first }
        )
        var counts: [Protection: Int] = [:]
        for ref in fleet.serverOrder {
            guard let standing = watch.standings[ref] else { continue }
            counts[Protection(standing, age: dataAge(of: standing, turn: turns[ref.context] ?? 0)), default: 0] += 1
        }
        return counts
    }
}
