public import BackupKit
public import FoundationEssentials

/// How alive the way to a service is: one of the three signals, and the only one a lost link changes.
public enum SourceStatus: Equatable, Sendable {
    /// It has not answered in this session yet, and not for so long that this is unusual.
    case reading
    /// It answers; how long ago it last did, in seconds.
    case answering(age: TimeInterval)
    /// It has been silent for longer than two readings take; seconds.
    case slow(age: TimeInterval)
    /// It answers and refuses the token; how long it has told nothing, in seconds.
    case refused(age: TimeInterval)
    /// It counts as unreachable; how long it has been silent, in seconds.
    case unreachable(age: TimeInterval)
}

extension AppState {
    /// How alive the way to a context's service is.
    public func source(of id: Context.ID) -> SourceStatus {
        guard let context = fleet.contexts[id] else { return .reading }
        let age = max(0, now.timeIntervalSince(AlarmRules.heardAt(id, in: self)))
        if age > AlarmRules.silenceLimit(of: context, in: self) { return .unreachable(age: age) }
        if fleet.contextErrors[id]?.code == .unauthorized { return .refused(age: age) }
        guard fleet.heardAt[id] != nil else {
            return fleet.contextErrors[id] == nil ? .reading : .slow(age: age)
        }
        return age > 2 * period(of: id) ? .slow(age: age) : .answering(age: age)
    }
}

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
