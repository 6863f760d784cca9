import BackupKit
public import FoundationEssentials

/// The alarms that are told: something has to be wrong for a while before it is one, and right for a while before it is
/// none any more, so that a source that comes and goes does not ring all night.
public struct AlarmBook: Equatable, Sendable {
    /// An alarm as it stands in the book.
    public struct Entry: Equatable, Sendable {
        /// As it was seen last.
        public internal(set) var alarm: Alarm
        /// When it was first seen to be wrong.
        public internal(set) var since: Date
        /// When it began to be told; nil while it waits for that.
        public internal(set) var raisedAt: Date?
        /// Since when nothing is wrong any more; nil while something is.
        var clearSince: Date?

        /// It is told.
        public var isRaised: Bool {
            raisedAt != nil
        }
    }

    /// How long something is wrong before it is told, in seconds.
    static let onDelay: TimeInterval = 30
    /// How long it is right before it is told no more, in seconds.
    static let offDelay: TimeInterval = 60

    private var entries: [Alarm.ID: Entry] = [:]

    /// A book without alarms.
    public init() {}

    /// What is told, the worst kind first, then the longest.
    public var raised: [Entry] {
        entries.values.filter(\.isRaised).sorted {
            ($0.alarm.id.kind, $0.since, $0.alarm.id.subject) < ($1.alarm.id.kind, $1.since, $1.alarm.id.subject)
        }
    }

    /// The alarm of this name, told or not yet.
    public subscript(id: Alarm.ID) -> Entry? {
        entries[id]
    }

    /// Takes in everything that is wrong at a moment; answers the alarms that begin to be told.
    ///
    /// After a clock that was set back the waits begin anew: nobody knows how long anything has lasted.
    mutating func take(_ alarms: [Alarm], at now: Date) -> [Alarm] {
        let seen = Dictionary(alarms.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (id, alarm) in seen where entries[id] == nil { entries[id] = Entry(alarm: alarm, since: now) }
        var begun: [Alarm] = []
        for (id, entry) in entries {
            var entry = entry
            if let alarm = seen[id] {
                entry.alarm = alarm
                entry.clearSince = nil
                if entry.since > now { entry.since = now }
                if entry.raisedAt == nil, now.timeIntervalSince(entry.since) >= Self.onDelay {
                    entry.raisedAt = now
                    begun.append(alarm)
                }
                entries[id] = entry
                continue
            }
            guard entry.isRaised else {
                entries[id] = nil
                continue
            }
            let clearSince = entry.clearSince.map { min($0, now) } ?? now
            entry.clearSince = clearSince
            entries[id] = now.timeIntervalSince(clearSince) >= Self.offDelay ? nil : entry
        }
        return begun.sorted { ($0.id.kind, $0.id.subject) < ($1.id.kind, $1.id.subject) }
    }

    /// When the next entry changes by time alone; nil where none waits.
    func nextChange() -> Date? {
        entries.values.compactMap { entry in
            if let clearSince = entry.clearSince { return clearSince.addingTimeInterval(Self.offDelay) }
            return entry.isRaised ? nil : entry.since.addingTimeInterval(Self.onDelay)
        }.min()
    }
}

extension Alarm.Subject: Comparable {
    /// By context, then by server; a context before its servers.
    public static func < (left: Self, right: Self) -> Bool {
        (left.context, left.server) < (right.context, right.server)
    }

    private var server: String {
        switch self {
        case let .server(ref): ref.server.rawValue
        case .context: ""
        }
    }
}
