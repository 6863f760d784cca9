public import BackupKit
public import FoundationEssentials

/// Everything known of one server.
public struct ServerState: Equatable, Sendable {
    /// The state of the live feed alone.
    public enum Feed: Equatable, Sendable {
        /// Not asked for, or the service has none.
        case none
        case connecting
        case live
        case down
    }

    /// How news of a location reaches us: feed and lists together.
    public enum Link: Equatable, Sendable {
        case connecting
        /// Events arrive by themselves.
        case live
        /// No events; lists still come.
        case polling
        /// Neither.
        case offline
    }

    /// Work that ended and was taken off the screen: events cannot bring it back, only a list asked for later.
    struct Settled: Equatable, Sendable {
        var sequence: Int
        /// When news of it were last taken to a list; nil before the first time.
        var askedAt: Date?
    }

    /// Its context and id.
    public let ref: ServerRef
    /// The server as last read.
    public internal(set) var server: Server
    /// What the service can do on it: what its lists told, else what the context says.
    public internal(set) var capabilities: ProviderCapabilities
    /// What an answer showed that the service cannot do on it, with the reason.
    var lacks: [BackupAction: String]
    /// Whether live events arrive.
    public internal(set) var feed: Feed
    /// Whether its process runs, by the last power event, else by the last reading; `unknown` where neither tells.
    public internal(set) var power: PowerState
    /// The live feed has told the power on its present connection.
    var isPowerTold: Bool
    /// When the service last told the power state; nil when it never did on the present connection.
    public internal(set) var powerAt: Date?
    /// Its lists by world; the key is nil where the service has no worlds.
    public internal(set) var locations: [World.ID?: LocationState]
    /// Work that runs, and work that ended moments ago.
    public internal(set) var operations: [OperationKey: BackupOperation]
    /// Events and values this version does not know.
    public internal(set) var unrecognised: Int
    /// Why the live feed is down.
    public internal(set) var linkError: ProviderError?
    /// How far the service's clock is ahead of ours, in seconds, by its last list; 0 for less than a minute.
    public internal(set) var clockOffset: TimeInterval
    /// Counts applied events: orders events and lists against each other.
    var sequence: Int
    /// The count at the last event that told that the server is down.
    var downSequence: Int
    var settled: [OperationKey: Settled]
    /// Backups that events named and no list has shown; a list was asked for once.
    var unlisted: Set<Backup.ID>
    /// Requests that got no clear answer; the next lists tell.
    var unconfirmed: [UnconfirmedRequest]
    /// When a list or an answer showed that a backup was unlocked, by our clock.
    var unlockedAt: [Backup.ID: Date]
    /// When a restore was last seen in a world that nobody here asked for, by our clock.
    var restoredAt: [World.ID?: Date] = [:]
    /// Requests that left and have not been answered.
    var sent: [Mutation: SentRequest]
    var isSubscribed: Bool
    /// When the reading that is on its way was asked for; nil where none is.
    var readAskedAt: Date?
    /// Archives that come in, or came in moments ago.
    public internal(set) var transfers: [Backup.ID: Transfer]
    /// What comparing a downloaded file with the service's checksum showed, in this session.
    public internal(set) var verifications: [Backup.ID: Verification]
    /// Until when the service makes no further backup here, as it told.
    public internal(set) var createsBlockedUntil: Date?
    /// Readings in a row that found the server down: when the first one came, and when the last one was asked for.
    var downReadings: ClosedRange<Date>?
    /// When the live feed last told that the server went down.
    var downEventAt: Date?

    init(ref: ServerRef, server: Server, capabilities: ProviderCapabilities) {
        self.ref = ref
        self.server = server
        self.capabilities = capabilities
        lacks = [:]
        transfers = [:]
        verifications = [:]
        feed = .none
        power = .unknown
        isPowerTold = false
        locations = [:]
        operations = [:]
        unrecognised = 0
        clockOffset = 0
        sequence = 0
        downSequence = 0
        settled = [:]
        unlisted = []
        unconfirmed = []
        unlockedAt = [:]
        sent = [:]
        isSubscribed = false
    }

    /// A moment of ours by the service's clock: what it stamped is as old as that.
    public func serviceTime(at moment: Date) -> Date {
        moment.addingTimeInterval(clockOffset)
    }

    /// Takes in what the service's clock said in an answer that was asked for and came at these moments.
    mutating func noteClock(_ date: Date?, askedAt: Date, now: Date) {
        guard let date else { return }
        // Answers take their time, and what was read with them too: only what lies outside of it is skew.
        let offset = date < askedAt ? date.timeIntervalSince(askedAt) : max(0, date.timeIntervalSince(now))
        guard abs(offset - clockOffset) > 10 else { return }
        clockOffset = abs(offset) < 60 ? 0 : offset.rounded()
    }

    /// Open and just-ended work, oldest first.
    public var visibleOperations: [BackupOperation] {
        operations.values.sorted { ($0.startedAt, $0.key.backup) < ($1.startedAt, $1.key.backup) }
    }

    /// The work that is shown: what nobody here asked for and no list has named may be anything.
    public var shownOperations: [BackupOperation] {
        visibleOperations.filter { $0.title != nil || $0.location != nil || locationKey(of: $0.key.backup) != nil }
    }

    /// Whether a restore of a backup goes on, as far as is known.
    func isRestoring(_ id: Backup.ID) -> Bool {
        operations[OperationKey(backup: id, kind: .restore)]?.isOpen == true
    }

    /// A restore is seen that nobody here asked for.
    mutating func noteForeign(_ key: OperationKey, at moment: Date) {
        guard key.kind == .restore else { return }
        for world in locationKey(of: key.backup).map({ [$0] }) ?? Array(locations.keys) { restoredAt[world] = moment }
    }

    /// Running and just-ended downloads, oldest first.
    public var visibleTransfers: [Transfer] {
        transfers.values.sorted { ($0.startedAt, $0.backup.id) < ($1.startedAt, $1.backup.id) }
    }

    /// Somebody unlocked the backup so short a time ago that it may have been by mistake; `now` is by our clock.
    func wasJustUnlocked(_ backup: Backup.ID, now: Date) -> Bool {
        unlockedAt[backup].map { RecentUnlocks.isRecent($0, at: now) } == true
    }

    /// True while any work on the server has no known end.
    public var hasOpenOperations: Bool {
        operations.values.contains(where: \.isOpen)
    }

    /// Open work that keeps the server's files or the service busy. A backup that is being deleted is in nobody's way.
    var openWork: [BackupOperation] {
        visibleOperations.filter { $0.isOpen && $0.key.kind != .delete }
    }

    /// How news of one of the server's locations reaches us.
    public func link(at world: World.ID?) -> Link {
        let location = locations[world]
        if feed == .live { return .live }
        // A service that refuses a list because of what the server is doing is there and answers.
        if let error = location?.error, error.code != .conflict { return .offline }
        if location?.fetchedAt == nil || location?.isFromSnapshot == true { return .connecting }
        return .polling
    }

    /// The world whose list shows this backup; nil where none does.
    func locationKey(of backup: Backup.ID) -> World.ID?? {
        for (world, location) in locations where location[backup] != nil {
            return .some(world)
        }
        return nil
    }

    /// The backup with this id in any of the server's locations.
    public func backup(_ id: Backup.ID) -> Backup? {
        for location in locations.values {
            if let backup = location[id] { return backup }
        }
        return nil
    }

    /// Backups that count towards the quota as far as we can see, in all listed locations that still exist.
    public var countedBackups: Int {
        let worlds = Set(server.worlds.map(\.id))
        return locations.reduce(0) { sum, entry in
            let isThere = entry.key.map(worlds.contains) ?? true
            return isThere ? sum + entry.value.count(by: capabilities.quota.counted) : sum
        }
    }

    /// The largest of the service's figures and our own count, and the limit. What is used is nil while nothing tells.
    public var quota: Quota? {
        let lists = locations.values.filter { $0.fetchedAt != nil }
        let told = lists.compactMap(\.used).max()
        let counted = lists.isEmpty ? nil : countedBackups
        return server.quota.map { Quota(used: [$0.used, told, counted].compactMap(\.self).max(), limit: $0.limit) }
    }
}
