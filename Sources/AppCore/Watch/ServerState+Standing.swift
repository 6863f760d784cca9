public import BackupKit
public import FoundationEssentials

extension ServerState {
    /// The places whose lists make up the server: one for each of its worlds, or the only one.
    private var places: [LocationState] {
        server.worlds.isEmpty ? Array(locations.values) : server.worlds.compactMap { locations[$0.id] }
    }

    /// Every one of its lists was read to its end in this session. A source that is lost later does not clear an alarm.
    private var wasWhole: Bool {
        let places = places
        return places.count == max(1, server.worlds.count) && places.allSatisfy(\.wasWhole)
    }

    /// The newest good backup of all its worlds; nil where none is known.
    public var lastGood: Backup? {
        newest(\.lastGood)
    }

    /// The newest attempt of all its worlds; nil where none is known.
    public var lastAttempt: Backup? {
        newest(\.lastAttempt)
    }

    private func newest(_ backup: (BackupSummary) -> Backup?) -> Backup? {
        places.compactMap { backup($0.summary) }.max {
            ($0.createdAt ?? .distantPast, $0.id) < ($1.createdAt ?? .distantPast, $1.id)
        }
    }

    /// The newest good backup against how old it may be, at a moment of ours.
    public func freshness(target: Duration, at moment: Date) -> Freshness {
        let now = serviceTime(at: moment)
        guard let made = lastGood?.moment(at: now) else {
            return wasWhole && !places.contains(where: \.summary.hasGood) ? .never : .unknown
        }
        let age = max(0, now.timeIntervalSince(made))
        return age > target / .seconds(1) ? .late(age: age) : .fresh(age: age)
    }

    /// The summaries of its worlds.
    var summaries: [BackupSummary] {
        places.map(\.summary)
    }

    /// When the oldest of its lists was asked for; nil while one was never read.
    public var listedAt: Date? {
        let places = places
        guard !places.isEmpty, places.count == max(1, server.worlds.count) else { return nil }
        let dates = places.compactMap(\.fetchedAt)
        return dates.count == places.count ? dates.min() : nil
    }

    /// Its lists are known, and at least one only from an earlier session.
    public var isFromSnapshot: Bool {
        places.contains(where: \.isFromSnapshot)
    }
}

extension AppState {
    /// Everything was read once, or could not be: what a page that is shown only once waits for.
    public var isReadOnce: Bool {
        let haveAnswered = fleet.contextOrder.allSatisfy {
            fleet.answered.contains($0) || fleet.contextErrors[$0] != nil
        }
        return haveAnswered && fleet.serverOrder.allSatisfy(isReadOnce)
    }

    /// All lists of a server were answered, well or not.
    public func isReadOnce(_ ref: ServerRef) -> Bool {
        guard let server = fleet.servers[ref] else { return true }
        return server.server.places.allSatisfy { world in
            guard let place = server.locations[world] else { return false }
            return place.error != nil || (place.fetchedAt != nil && !place.isFromSnapshot)
        }
    }
}
