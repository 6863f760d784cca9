import BackupKit
public import FoundationEssentials

/// What is watched over all servers: how each stands, which alarms are told, who has seen them, what happened.
public struct FleetWatch: Equatable, Sendable {
    /// How each server stands.
    public internal(set) var standings: [ServerRef: ServerStanding] = [:]
    /// The alarms, told and waiting to be.
    public internal(set) var book: AlarmBook
    /// Alarms that somebody has seen, until when; those that are over are left out when they are looked at.
    public internal(set) var acknowledged: [Alarm.ID: Acknowledgement] = [:]
    /// The same as they stood in the file when it was last read.
    var keptAcknowledgements: [Alarm.ID: Acknowledgement] = [:]
    /// Grows when a change of that file is asked for, and when it is answered.
    var acknowledgementChange = 0
    /// What happened in this session, bounded.
    public internal(set) var log = EventLog()
    /// Work that ended in this session, bounded, newest last.
    public internal(set) var ended: [OperationList.Row] = []
    /// Why parts of the watch on this machine do not work; empty where all do, as far as is known.
    public internal(set) var problems: [WatchPart: String] = [:]
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
    /// Work that the log has told of, and how it stood then; kept as long as its server knows of it.
    var told: [ServerRef: [OperationList.Row.ID: OperationState]] = [:]
    /// Contexts of whose silence or refusal the log has told.
    var silent: Set<Context.ID> = []

    /// Ended work that is kept.
    static let endedLimit = 100

    init(at now: Date, alarmDelay: TimeInterval) {
        lookedAt = now
        book = AlarmBook(onDelay: alarmDelay)
    }

    /// The alarms that are told, the ones nobody has seen first, then the worst kind, then the longest.
    public func raised(at now: Date) -> [AlarmBook.Entry] {
        let all = book.raised
        guard !acknowledged.isEmpty else { return all }
        return all.filter { !isAcknowledged($0.alarm.id, at: now) } + all
            .filter { isAcknowledged($0.alarm.id, at: now) }
    }

    /// Work has ended, or turned out to have ended in another way.
    mutating func noteEnd(of row: OperationList.Row) {
        if let index = ended.firstIndex(where: { $0.id == row.id }) {
            ended[index] = row
            return
        }
        ended.append(row)
        if ended.count > Self.endedLimit { ended.removeFirst() }
    }

    /// Somebody has seen it, and it stays quiet for now.
    public func isAcknowledged(_ alarm: Alarm.ID, at now: Date) -> Bool {
        acknowledged[alarm]?.holds(at: now) == true
    }
}
