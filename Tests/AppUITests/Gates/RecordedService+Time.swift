import AppCore
import BackupKit
import FoundationEssentials

/// What goes on in the service as time goes by.
extension RecordedService {
    /// Puts work on the list; answers how many seconds it takes.
    @discardableResult
    mutating func begin(
        _ kind: OperationKind,
        of backup: Backup.ID,
        _ host: Int,
        _ place: World.ID?,
        now: Date,
        after wait: Double,
        lasts: Double,
        fails: Bool? = nil
    ) -> Double {
        number += 1
        let span = lasts * Double.random(in: 0.5 ... 1.5, using: &random)
        let isFailing = fails ?? (Int.random(in: 0 ..< 8, using: &random) == 0)
        hosts[host].works.append(Work(
            backup: backup, world: place, kind: kind, run: self.kind.numbersRuns ? OperationRun.ID("\(number)") : nil,
            begins: now.addingTimeInterval(wait), ends: now.addingTimeInterval(wait + span), fails: isFailing,
            toldAt: now
        ))
        if kind != .delete, let work = hosts[host].works.last { tell(.progress(report(work, now: now)), host) }
        return wait + span
    }

    /// Lets everything happen that is due. Its news stand in `news`.
    mutating func advance(to now: Date) {
        for host in hosts.indices {
            while let next = hosts[host].powerToCome.first, next.at <= now {
                hosts[host].powerToCome.removeFirst()
                hosts[host].power = next.state
                hosts[host].powerAt = next.at
                tell(.power(next.state), host)
            }
            for index in hosts[host].works.indices where !hosts[host].works[index].hasBegun {
                if hosts[host].works[index].begins <= now { start(index, host, now) }
            }
            for index in hosts[host].works.indices
                where now.timeIntervalSince(hosts[host].works[index].toldAt) > 2 && hosts[host].works[index]
                .kind != .delete {
                hosts[host].works[index].toldAt = now
                tell(.progress(report(hosts[host].works[index], now: now)), host)
            }
            let due = hosts[host].works.filter { $0.ends <= now }
            hosts[host].works.removeAll { $0.ends <= now }
            for work in due { finish(work, as: work.fails ? .failed : .done, host, now) }
        }
    }

    private mutating func start(_ index: Int, _ host: Int, _ now: Date) {
        hosts[host].works[index].hasBegun = true
        let work = hosts[host].works[index]
        guard work.kind != .delete else { return }
        // Some services show it in the row, others only in their news.
        if work.kind == .restore, kind != .worlds { edit(work.backup, host, work.world) { $0.state = .restoring } }
        tell(.progress(report(work, now: now)), host)
    }

    mutating func finish(_ work: Work, as end: OperationState, _ host: Int, _ now: Date) {
        switch work.kind {
        case .delete:
            hosts[host].lists[work.world]?.removeAll { $0.id == work.backup }
            tell(.backupsChanged, host)
            return
        case .create:
            let state: Backup.State = end == .done ? .completed : end == .failed ? .failed : .cancelled
            let whole = hosts[host].lists[work.world]?.first { $0.id == work.backup }.map { finished(
                $0,
                as: state,
                at: now
            ) }
            edit(work.backup, host, work.world) { $0 = whole ?? $0 }
        case .restore:
            let isSpoiled = end == .failed && traits.restore.failureSpoilsBackup
            edit(work.backup, host, work.world) { $0.state = isSpoiled ? .failed : .completed }
            // The first end after our request is the one of our restore.
            let act = restorers.removeValue(forKey: work.backup)
            lastRestorers[work.backup] = .some(act)
            if let act { restored[act] = end }
            keepEnd(of: work, as: end, host, now)
        case .download: break
        }
        var last = report(work, now: now)
        last.state = end
        tell(.progress(last), host)
        tell(.backupsChanged, host)
    }

    private mutating func keepEnd(of work: Work, as end: OperationState, _ host: Int, _ now: Date) {
        guard [.history, .activity].contains(traits.restore.evidence) else { return }
        hosts[host].ends[work.backup] = OperationReport(
            backup: work.backup, kind: .restore, phase: .extract, state: end, run: work.run, endedAt: now,
            awaitsAcknowledgement: traits.reason(against: .acknowledge) == nil
        )
    }

    mutating func tell(_ event: ProviderEvent, _ host: Int) {
        if traits.news.hasLiveEvents { news.append((hosts[host].id, event)) }
    }
}

extension Backup {
    /// It failed and holds nothing.
    var isEmpty: Bool {
        state == .failed && (size ?? 0) == 0 && checksum == nil
    }
}
