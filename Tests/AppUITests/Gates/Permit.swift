import AppCore
import BackupKit
import FoundationEssentials

/// What one confirmation allows: the requests of its own act, each once.
struct Permit {
    /// A request that may follow.
    enum Want: Equatable {
        case exactly(Mutation.Request)
        /// A new backup of this name.
        case create(String)
        /// The backup of the present state before a restore.
        case safety
        case deleteMany(Set<Backup.ID>)
        case download(Backup.ID)
    }

    enum Span {
        /// The request must leave with the key itself.
        case key
        /// As long as the plan is carried out.
        case run
        /// One download after the other.
        case downloads
    }

    let location: LocationRef
    let act: PlanTarget.Act
    /// The backups that it names.
    let ids: [Backup.ID]
    let hardness: Hardness
    let span: Span
    let confirmedAt: Date
    /// Nothing may leave before; nil where there is no cancel window.
    var opensAt: Date?
    /// The sheet takes back an earlier act.
    var isUndo = false
    var left: [Want]
    /// Why it allows nothing any more.
    var void: String?
    /// The program died, and nobody has gone on with it yet.
    var isAsleep = false
    /// The act that its first request belonged to.
    var name: Identifier<JournalEntry>?
    var used: [Mutation.Request] = []

    var isInWindow: Bool {
        opensAt != nil && used.isEmpty
    }

    /// The request that the plan is about, and of several the first one.
    func isAct(_ request: Mutation.Request) -> Bool {
        if case .bulk = act { return used.isEmpty || used.first == request }
        return act.request == request
    }

    private var isRestore: Bool {
        if case .restore = act { true } else { false }
    }

    /// The wants of an act on these backups.
    static func wants(_ act: PlanTarget.Act, _ ids: [Backup.ID], makesSafetyBackup: Bool) -> [Want] {
        switch act {
        case let .create(draft): [.create(draft.name)]
        case let .restore(id, options):
            [.exactly(.power(.stop)), .exactly(.restore(id, options)), .exactly(.power(.start))]
                + (makesSafetyBackup ? [.safety] : [])
        case let .bulk(bulk):
            switch bulk.kind {
            case .delete: ids.map { .exactly(.delete($0)) } + [.deleteMany(Set(ids))]
            case .lock: ids.map { .exactly(.setLock($0, true)) }
            case .unlock: ids.map { .exactly(.setLock($0, false)) }
            case .download: ids.map { .download($0) }
            }
        case let .download(id): [.download(id)]
        case let .delete(id): [.exactly(.delete(id))]
        case let .rename(id, name): [.exactly(.rename(id, to: name))]
        case let .setLock(id, isLocked): [.exactly(.setLock(id, isLocked))]
        case let .retry(id): [.exactly(.retry(id))]
        case let .cancel(run): [.exactly(.cancel(run))]
        case let .acknowledge(run): [.exactly(.acknowledge(run))]
        case let .power(signal): [.exactly(.power(signal))]
        }
    }

    func place(of mutation: Mutation) -> Int? {
        guard !isAsleep, mutation.location == location, name == nil || name == mutation.act else { return nil }
        return left.firstIndex { want in
            switch (want, mutation.request) {
            // Only what the plan has stopped is started by it.
            case (.exactly(.power(.start)), .power(.start)) where isRestore: used.contains(.power(.stop))
            case let (.exactly(request), other): request == other
            case let (.create(name), .create(draft)): name == draft.name
            case let (.safety, .create(draft)): draft.name.hasPrefix("Before restore ")
            case let (.deleteMany(ids), .deleteMany(others)): ids == Set(others) && ids.count == others.count
            default: false
            }
        }
    }
}
