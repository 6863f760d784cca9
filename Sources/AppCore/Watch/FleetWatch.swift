import BackupKit
public import FoundationEssentials

/// What is watched over all servers: how each stands, which alarms are told, who has seen them, what happened.
public struct FleetWatch: Equatable, Sendable {
    /// How each server stands.
    public internal(set) var standings: [ServerRef: ServerStanding] = [:]
    /// The alarms, told and waiting to be.
    public internal(set) var book = AlarmBook()
    /// Alarms that somebody has seen, until when; those that are over are left out when they are looked at.
    public internal(set) var acknowledged: [Alarm.ID: Acknowledgement] = [:]
    /// The same as they stood in the file when it was last read.
    var keptAcknowledgements: [Alarm.ID: Acknowledgement] = [:]
    /// What happened in this session, bounded.
    public internal(set) var log = EventLog()
    /// Work that ended in this session, bounded, newest last.
    public internal(set) var ended: [EndedWork] = []
    /// Grows whenever a server's standing changed.
    public internal(set) var revision = 0
    /// Servers about which something was learned since they were last looked at.
    var dirty: Set<ServerRef> = []
    /// Everything is to be looked at anew.
    var isAllDirty = true
    /// When something changes by time alone, at the earliest; nil where nothing waits.
    var dueAt: Date?
    /// For when the alarm timer is set; nil where it is not.
    var timerAt: Date?
    /// When it was last looked.
    var lookedAt: Date
    /// Open work that the log has told of.
    var told: [ServerRef: Set<OperationKey>] = [:]
    /// Contexts whose silence the log has told of.
    var silent: Set<Context.ID> = []

    /// Ended work that is kept.
    static let endedLimit = 100

    init(at now: Date) {
        lookedAt = now
    }

    /// The alarms that are told, the ones nobody has seen first, then the worst kind, then the longest.
    public func raised(at now: Date) -> [AlarmBook.Entry] {
        let all = book.raised
        guard !acknowledged.isEmpty else { return all }
        return all.filter { !isAcknowledged($0.alarm.id, at: now) } + all
            .filter { isAcknowledged($0.alarm.id, at: now) }
    }

    /// Somebody has seen it, and it stays quiet for now.
    public func isAcknowledged(_ alarm: Alarm.ID, at now: Date) -> Bool {
        acknowledged[alarm]?.holds(at: now) == true
    }
}

/// Work that ended in this session.
public struct EndedWork: Equatable, Sendable {
    /// On which server.
    public var server: ServerRef
    /// As it ended.
    public var operation: BackupOperation
    /// The name of its backup: untrusted text.
    public var title: String
}
