import BackupKit
public import FoundationEssentials

/// How old what is shown of a server is, measured by how often it can be read.
public enum DataAge: Equatable, Sendable {
    /// Its lists were never read.
    case none
    /// Read within twice the time one turn through all servers takes; seconds.
    case current(TimeInterval)
    /// Older than that; seconds.
    case aging(TimeInterval)
    /// Older than five turns, or kept by an earlier session: what is shown may be wrong; seconds.
    case old(TimeInterval)
}

extension AppState {
    /// How old what is shown of a server is.
    public func dataAge(of ref: ServerRef) -> DataAge {
        dataAge(of: ref, turn: sweepTime(of: ref.context))
    }

    /// The same, where the time of one turn through the context's lists is known.
    public func dataAge(of ref: ServerRef, turn: TimeInterval) -> DataAge {
        watch.standings[ref].map { dataAge(of: $0, turn: turn) } ?? .none
    }

    /// The same of a server's standing.
    public func dataAge(of standing: ServerStanding, turn: TimeInterval) -> DataAge {
        guard let listedAt = standing.listedAt else { return .none }
        let age = max(0, now.timeIntervalSince(listedAt))
        // What lies in the future was read before the clock was set back: nobody knows how old it is.
        if standing.isFromSnapshot || listedAt > now.addingTimeInterval(5) { return .old(age) }
        return age > 5 * turn ? .old(age) : age > 2 * turn ? .aging(age) : .current(age)
    }
}
