public import BackupKit
public import FoundationEssentials

/// How alive the way to a service is: one of the three signals, and the only one a lost link changes.
public enum SourceStatus: Equatable, Sendable {
    /// It has not answered in this session yet, and not for so long that this is unusual.
    case reading
    /// It answers; how long ago it last did, in seconds.
    case answering(age: TimeInterval)
    /// It has been silent for longer than two readings should take; seconds.
    case slow(age: TimeInterval)
    /// It answers and refuses the token; how long it has told nothing, in seconds.
    case refused(age: TimeInterval)
    /// It counts as unreachable; how long it has been silent, in seconds.
    case unreachable(age: TimeInterval)
}

extension AppState {
    /// Silence of a source that is never unusual, in seconds.
    private static let patience: TimeInterval = 90

    /// When a context last gave a good answer; the session's beginning before the first one.
    func heardAt(_ context: Context.ID) -> Date {
        min(fleet.heardAt[context] ?? startedAt, now)
    }

    /// The silence in seconds after which a source counts as unreachable.
    func silenceLimit(of context: Context) -> TimeInterval {
        let refresh = (settings.refresh ?? context.capabilities.news.idlePoll) / .seconds(1)
        return max(Self.patience, 3 * refresh)
    }

    /// How alive the way to a context's service is.
    public func source(of id: Context.ID) -> SourceStatus {
        guard let context = fleet.contexts[id] else { return .reading }
        let age = max(0, now.timeIntervalSince(heardAt(id)))
        if age > silenceLimit(of: context) { return .unreachable(age: age) }
        if fleet.contextErrors[id]?.code == .unauthorized { return .refused(age: age) }
        guard fleet.heardAt[id] != nil else {
            return fleet.contextErrors[id] == nil ? .reading : .slow(age: age)
        }
        return age > 2 * readingTime(of: id) ? .slow(age: age) : .answering(age: age)
    }
}
