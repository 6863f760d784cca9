import BackupKit
import FoundationEssentials
@testable import AppCore

/// A service with one server, as its traits describe it: what arrives takes some seconds, and lists tell of it.
struct SimService {
    struct Work {
        var key: OperationKey
        var endsAt: Date
        var run: OperationRun.ID
        var isQueued = false
    }

    static let createSeconds = 20.0
    static let restoreSeconds = 30.0
    static let powerSeconds = 3.0

    var traits: ProviderCapabilities
    var now = Sample.now
    var power: PowerState
    var backups: [Backup]
    var quota = Quota(used: nil, limit: 10)
    var work: [Work] = []
    var ended: [OperationKey: OperationReport] = [:]
    /// Every request that arrived, in order.
    var arrived: [Mutation.Request] = []
    /// Backups whose restore came to its end.
    var restored: [Backup.ID] = []
    /// Steps that are refused, by the journal's word.
    var refusals: [String: ProviderError] = [:]
    /// The power that comes about, and when.
    private var powerTurn: (PowerState, Date)?
    private var runs = 0

    init(
        _ traits: ProviderCapabilities,
        power: PowerState = .running,
        backups: [Backup] = Sample.backups
    ) {
        self.traits = traits
        self.power = power
        self.backups = backups
    }

    // MARK: What it is asked for

    mutating func receive(_ request: Mutation.Request) -> MutationAnswer {
        arrived.append(request)
        if let error = refusals[request.step] { return .refused(error) }
        switch request {
        case let .create(draft):
            let id = draft.id ?? Backup.ID("new-\(arrived.count)")
            backups.insert(Backup(
                id: id, name: draft.name, createdAt: now, state: .running, kind: .manual,
                isLocked: draft.isLocked, ignoredPatterns: draft.ignoredPatterns
            ), at: 0)
            begin(OperationKey(backup: id, kind: .create), Self.createSeconds)
            return .accepted(id)
        case let .restore(backup, _):
            begin(OperationKey(backup: backup, kind: .restore), Self.restoreSeconds)
        case let .delete(backup): backups.removeAll { $0.id == backup }
        case let .deleteMany(all): backups.removeAll { all.contains($0.id) }
        case let .rename(backup, name): change(backup) { $0.name = name }
        case let .retry(backup):
            change(backup) { $0.state = .running }
            begin(OperationKey(backup: backup, kind: .create), Self.createSeconds)
        case let .setLock(backup, isLocked): change(backup) { $0.isLocked = isLocked }
        case let .cancel(run):
            work.removeAll { $0.run == run.id }
            ended[OperationKey(backup: run.backup, kind: run.kind)] = report(
                OperationKey(backup: run.backup, kind: run.kind), .cancelled, run.id
            )
            change(run.backup) { if $0.state == .running { $0.state = .cancelled } }
        case let .acknowledge(run):
            ended[OperationKey(backup: run.backup, kind: run.kind)]?.awaitsAcknowledgement = false
        case .power(.start), .power(.restart): powerTurn = (.running, now.addingTimeInterval(Self.powerSeconds))
        case .power(.stop), .power(.kill): powerTurn = (.stopped, now.addingTimeInterval(Self.powerSeconds))
        }
        return .accepted(nil)
    }

    /// Whether the answer to a request waits for the end of its work.
    func holdsAnswer(to request: Mutation.Request) -> Bool {
        switch request {
        case let .create(draft):
            traits.create.answersWhenDone && work.contains { $0.key.backup == draft.id }
        case let .restore(backup, _):
            traits.restore.answersWhenDone
                && work.contains { $0.key == OperationKey(backup: backup, kind: .restore) }
        default: false
        }
    }

    mutating func begin(_ key: OperationKey, _ seconds: Double, isQueued: Bool = false) {
        runs += 1
        ended[key] = nil
        work.append(Work(
            key: key, endsAt: now.addingTimeInterval(seconds), run: OperationRun.ID("\(runs)"), isQueued: isQueued
        ))
    }

    private mutating func change(_ id: Backup.ID, _ change: (inout Backup) -> Void) {
        if let index = backups.firstIndex(where: { $0.id == id }) { change(&backups[index]) }
    }

    // MARK: Time

    /// The next moment at which something comes about.
    var nextTurn: Date? {
        (work.map(\.endsAt) + [powerTurn?.1].compactMap(\.self)).min()
    }

    /// Goes on to a moment; answers the power where it changed.
    mutating func advance(to moment: Date) -> PowerState? {
        now = moment
        for done in work where done.endsAt <= moment {
            let state: OperationState = .done
            if done.key.kind == .restore {
                restored.append(done.key.backup)
                // Files are replaced under a process that runs.
            } else if done.key.kind == .create {
                change(done.key.backup) { $0.state = .completed }
            }
            ended[done.key] = report(done.key, state, done.run)
        }
        work.removeAll { $0.endsAt <= moment }
        guard let turn = powerTurn, turn.1 <= moment else { return nil }
        powerTurn = nil
        power = turn.0
        return power
    }

    // MARK: What it tells

    var isTellingPowerByReadings: Bool {
        switch traits.restore.stopEvidence {
        case .event: false
        case .readings, .eventOrReadings: true
        }
    }

    var server: Server {
        let isRestoring = traits.restore.evidence == .nothing && work.contains { $0.key.kind == .restore }
        return Sample.server(
            quota: quota,
            condition: isRestoring ? .restoring : .available,
            power: isTellingPowerByReadings ? power : nil
        )
    }

    var listing: BackupListing {
        var rows = backups
        var reports: [OperationReport] = []
        for item in work {
            let isToldOf = item.key.kind == .create
                || [.eventsAndList, .history, .list].contains(traits.restore.evidence)
            if isToldOf { reports.append(report(item.key, item.isQueued ? .queued : .running, item.run)) }
            if item.key.kind == .restore, traits.restore.evidence == .list,
               let index = rows.firstIndex(where: { $0.id == item.key.backup }) {
                rows[index].state = .restoring
            }
        }
        for (key, report) in ended.sorted(by: { $0.key.backup < $1.key.backup }) {
            let isToldOf: Bool = switch traits.restore.evidence {
            case .eventsAndList, .history: true
            case .activity: key.kind == .restore
            case .list, .nothing: false
            }
            if isToldOf, !reports.contains(where: { $0.backup == key.backup && $0.kind == key.kind }) {
                reports.append(report)
            }
        }
        return BackupListing(backups: rows, operations: reports)
    }

    private func report(_ key: OperationKey, _ state: OperationState, _ run: OperationRun.ID) -> OperationReport {
        let isNumbered = traits.restore.evidence == .history
        let tellsTime = isNumbered || traits.restore.evidence == .activity
        return OperationReport(
            backup: key.backup,
            kind: key.kind,
            phase: key.kind == .restore ? .extract : .archive,
            state: state,
            run: isNumbered ? run : nil,
            endedAt: tellsTime && state.hasEnded ? now : nil
        )
    }
}
