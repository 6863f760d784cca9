import AppCore
import BackupKit
import FoundationEssentials

/// What it takes to confirm an act, by the text of the agreement alone: the program's own table is not asked.
enum Hardness: Int, Comparable {
    /// `y`, or Enter in a name field.
    case light
    /// The server's name typed.
    case severe
    /// The name and the age typed.
    case extreme

    static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The rows of the agreement's table: what has to be reached again and again.
enum ActRow: String, CaseIterable {
    case create, rename, lock, unlock, undo, download
    case bulkLock = "bulk lock"
    case bulkUnlock = "bulk unlock"
    case bulkDownload = "bulk download"
    case start, stop, restart, kill, retry
    case cancelCreate = "cancel of a create"
    case cancelQueued = "cancel of queued work"
    case cancelRestore = "cancel of a running restore"
    case acknowledge
    case deleteEmpty = "delete of an empty failed one"
    case delete
    case deleteLastGood = "delete of the last good one"
    case deleteUnlocked = "delete of a just unlocked one"
    case deleteLocked = "delete of a locked one"
    case bulkDelete = "bulk delete"
    case restore = "restore with safety backup"
    case restoreUnsafely = "restore without"
    case restoreWiping = "restore with wipe"
    case protected = "severe act in a protected context"
}

/// The words that a confirmation has to be, worked out from what the service knows.
struct ExpectedPhrase: Equatable {
    let severe: String
    let extreme: String

    init(
        _ act: PlanTarget.Act,
        at location: LocationRef,
        included: [Backup.ID],
        by service: RecordedService,
        at now: Date
    ) {
        let host = service.hosts.first { $0.id == location.server.server }
        let name = host?.name ?? ""
        let isShared = service.hosts.count { $0.name == name } > 1
        let isPlain = name.utf8.allSatisfy { (32 ... 126).contains($0) } && name.count <= 24
        var words = isShared || !isPlain ? String(location.server.server.rawValue.prefix(8)) : name
        var ids = included
        var isPower = false
        switch act {
        case .power: isPower = true
        case let .cancel(run): ids = [run.backup]
        case let .bulk(bulk): words = "\(bulk.kind.rawValue) \(included.count) " + words
        default: break
        }
        if !isPower, let host, host.worlds.count > 1,
           let world = host.worlds.first(where: { $0.id == location.world }) {
            words += "/" + world.name
        }
        severe = words
        let made = ids.compactMap { service.known[$0]?.createdAt }.max()
        extreme = words + " " + (isPower ? "now" : Self.age(made, now))
    }

    private static func age(_ made: Date?, _ now: Date) -> String {
        guard let seconds = made.map({ now.timeIntervalSince($0) }), seconds >= 0 else { return "unknown" }
        let minutes = Int(seconds) / 60
        return minutes < 60 ? "\(minutes)m" : minutes < 1440 ? "\(minutes / 60)h" : "\(minutes / 1440)d"
    }
}

/// What the service knows of the backups of a request at the moment it comes.
struct ServiceFacts {
    let service: RecordedService
    let location: LocationRef
    let now: Date
    /// When backups were unlocked from this machine.
    let unlocked: [Backup.ID: Date]
    /// The server's live feed is up.
    let hearsNews: Bool

    /// News of the service may be so old when a light act is confirmed on the strength of it: such an act is not
    /// checked again.
    var lag: TimeInterval {
        service.traits.news.hasLiveEvents ? 12 : service.traits.news.idlePoll / .seconds(1) + 12
    }

    var host: Int? {
        service.host(location.server.server)
    }

    var isProtected: Bool {
        service.protectedHosts.contains(location.server.server)
    }

    func isLastGood(_ id: Backup.ID) -> Bool {
        host.flatMap { service.newestGood($0, location.world) } == id
    }

    func isJustUnlocked(_ id: Backup.ID) -> Bool {
        unlocked[id].map { now.timeIntervalSince($0) < 3600 } ?? false
    }

    /// Locked, where nothing could unlock it first.
    func isLockedForGood(_ id: Backup.ID) -> Bool {
        service.known[id]?.isLocked == true && service.traits.reason(against: .unlock) != nil
    }

    func isSurelyRunning(_ run: OperationRun) -> Bool {
        let work = host.flatMap { service.hosts[$0].works.first { $0.run == run.id && $0.hasBegun } }
        return work.map { now.timeIntervalSince($0.begins) > lag } ?? false
    }

    /// What speaks against a request even where it was confirmed; nil where nothing does.
    func wrong(with request: Mutation.Request) -> String? {
        guard case let .restore(id, _) = request, let host else { return nil }
        let source = service.hosts[host].lists[location.world]?.first { $0.id == id }
        if source?.state != .completed { return "its source is \(source?.state.rawValue ?? "gone")" }
        if let work = service.hosts[host].works
            .first(where: isKnown) { return "a \(work.kind) of \(work.backup) goes on" }
        // News need a moment to come.
        if !hearsNews, service.traits.news.hasLiveEvents { return nil }
        let isStopped = !service.traits.restore.needsStop || service.hosts[host].power.isDown
            || now.timeIntervalSince(service.hosts[host].powerAt) < 1
        return isStopped ? nil : "the server is \(service.hosts[host].power.rawValue)"
    }

    /// Work that a careful program can know of.
    private func isKnown(_ work: RecordedService.Work) -> Bool {
        if work.kind == .delete { return false }
        let isOld = now.timeIntervalSince(work.begins) > 4
        // Of other worlds only the news tell.
        if work.world != location.world { return isOld && hearsNews }
        return work.hasBegun || work.kind == .create || ![.synchronous, .silent].contains(service.kind)
    }

    func needed(toDelete ids: [Backup.ID]) -> Hardness {
        if ids.count == 1, service.known[ids[0]]?.isEmpty == true, !isLockedForGood(ids[0]) { return .light }
        if ids.contains(where: { isLastGood($0) || isLockedForGood($0) }) { return .extreme }
        return ids.contains(where: isJustUnlocked) ? .extreme : .severe
    }

    /// What a request that is not a part of something greater has to have been confirmed by.
    func needed(for request: Mutation.Request, isSafe: Bool) -> Hardness {
        switch request {
        case .create, .rename, .setLock, .retry, .acknowledge, .power(.start): .light
        case let .cancel(run): run.kind == .restore && isSurelyRunning(run) ? .severe : .light
        case let .delete(id): needed(toDelete: [id])
        case let .deleteMany(ids): max(.severe, needed(toDelete: ids))
        case .power(.stop), .power(.restart): .severe
        case .power(.kill): .extreme
        case let .restore(_, options): options.truncates || !isSafe ? .extreme : .severe
        }
    }
}
