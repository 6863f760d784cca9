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

    /// What began and what ended to be told.
    struct Change: Equatable {
        var begun: [Alarm] = []
        var ended: [Alarm] = []
    }

    /// How long something is usually wrong before it is told, in seconds.
    public static let onDelay: TimeInterval = 30
    /// How long it is right before it is told no more, in seconds.
    static let offDelay: TimeInterval = 60

    /// How long something is wrong before this book tells it, in seconds.
    private let onDelay: TimeInterval
    /// Only of subjects with trouble: a calm fleet costs nothing.
    private var entries: [Alarm.Subject: [Alarm.Kind: Entry]] = [:]

    /// A book without alarms; `onDelay` in seconds.
    public init(onDelay: TimeInterval = AlarmBook.onDelay) {
        self.onDelay = onDelay
    }

    /// What is told, the worst kind first, then the longest.
    public var raised: [Entry] {
        entries.values.joined().map(\.value).filter(\.isRaised).sorted {
            ($0.alarm.id.kind, $0.since, $0.alarm.id.subject) < ($1.alarm.id.kind, $1.since, $1.alarm.id.subject)
        }
    }

    /// What is told of a server or a context, the worst kind first.
    public func raised(of subject: Alarm.Subject) -> [Entry] {
        (entries[subject] ?? [:]).values.filter(\.isRaised).sorted { $0.alarm.id.kind < $1.alarm.id.kind }
    }

    /// The alarm of this name, told or not yet.
    public subscript(id: Alarm.ID) -> Entry? {
        entries[id.subject]?[id.kind]
    }

    /// Takes in everything that is wrong with one subject at a moment.
    mutating func see(_ alarms: [Alarm], of subject: Alarm.Subject, at now: Date) {
        guard !alarms.isEmpty || entries[subject] != nil else { return }
        var known = entries[subject] ?? [:]
        let wrong = Dictionary(alarms.map { ($0.id.kind, $0) }, uniquingKeysWith: { first, _ in first })
        for (kind, alarm) in wrong {
            var entry = known[kind] ?? Entry(alarm: alarm, since: now)
            entry.alarm = alarm
            entry.clearSince = nil
            known[kind] = entry
        }
        for (kind, entry) in known where wrong[kind] == nil {
            known[kind] = entry.isRaised ? entry : nil
            if entry.isRaised, entry.clearSince == nil { known[kind]?.clearSince = now }
        }
        entries[subject] = known.isEmpty ? nil : known
    }

    /// Forgets subjects that are gone; answers what was told of them.
    mutating func forget(where isGone: (Alarm.Subject) -> Bool) -> [Alarm] {
        let gone = entries.keys.filter(isGone).sorted()
        return gone.flatMap { subject in
            (entries.removeValue(forKey: subject) ?? [:]).values.filter(\.isRaised).map(\.alarm)
        }
    }

    /// Lets time pass. After a clock that was set back the waits begin anew: nobody knows how long anything has lasted.
    mutating func advance(to now: Date) -> Change {
        var change = Change()
        for (subject, known) in entries {
            for (kind, entry) in known {
                var entry: Entry? = entry
                advance(&entry, to: now, change: &change)
                entries[subject]?[kind] = entry
            }
            if entries[subject]?.isEmpty == true { entries[subject] = nil }
        }
        change.begun.sort { ($0.id.kind, $0.id.subject) < ($1.id.kind, $1.id.subject) }
        change.ended.sort { ($0.id.kind, $0.id.subject) < ($1.id.kind, $1.id.subject) }
        return change
    }

    private func advance(_ slot: inout Entry?, to now: Date, change: inout Change) {
        guard var entry = slot else { return }
        if entry.since > now { entry.since = now }
        if let clearSince = entry.clearSince {
            entry.clearSince = min(clearSince, now)
            if now.timeIntervalSince(min(clearSince, now)) >= Self.offDelay {
                change.ended.append(entry.alarm)
                slot = nil
                return
            }
        } else if !entry.isRaised, now.timeIntervalSince(entry.since) >= onDelay {
            entry.raisedAt = now
            change.begun.append(entry.alarm)
        }
        slot = entry
    }

    /// When the next entry changes by time alone; nil where none waits.
    var nextChange: Date? {
        entries.values.lazy.flatMap(\.values).compactMap(nextChange).min()
    }

    private func nextChange(of entry: Entry) -> Date? {
        if let clearSince = entry.clearSince { return clearSince.addingTimeInterval(Self.offDelay) }
        return entry.isRaised ? nil : entry.since.addingTimeInterval(onDelay)
    }
}
