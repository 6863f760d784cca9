import BackupKit
import FoundationEssentials

/// A light request that may or may not have arrived. It is never repeated; readings of the service give the answer.
struct UnconfirmedRequest: Equatable, Sendable {
    var act: Identifier<JournalEntry>
    var request: Mutation.Request
    var location: LocationRef
    /// Backups that were there before: only a new one can be what a create made.
    var known: Set<Backup.ID>
    /// When the request left and when its answer failed to come, by the service's clock.
    var window: ClosedRange<Date>
    /// The server's event count when the request got no answer: an older list proves nothing.
    var sequence: Int
    /// Until then a list without a trace proves nothing.
    var patientUntil: Date
    var listsWithoutTrace: Int

    /// How far a service may be from the moment it was asked.
    private static let leeway: TimeInterval = 120

    /// Whether a list, or what is known of the server, shows that the request was carried out.
    func isShown(by server: ServerState) -> Bool {
        guard let place = server.locations[location.world] else { return false }
        switch request {
        case let .create(draft): return found(draft, in: place.backups) != nil
        case let .delete(backup): return place[backup] == nil && place.isWholeNow
        case let .deleteMany(backups): return backups.allSatisfy { place[$0] == nil } && place.isWholeNow
        case let .rename(backup, name): return place[backup]?.name == name
        case let .setLock(backup, isLocked): return place[backup]?.isLocked == isLocked
        case let .retry(backup):
            switch place[backup]?.state {
            case .pending, .running, .completed: return true
            case .failed, .cancelled, .restoring, .unknown, nil: return false
            }
        case let .cancel(run):
            let report = place.reports[OperationKey(backup: run.backup, kind: run.kind)]
            // A create that was cancelled may be gone with its backup.
            return report.map { $0.run != run.id || $0.state.hasEnded }
                ?? (place[run.backup] != nil || place.isWholeNow)
        case let .acknowledge(run):
            let report = place.reports[OperationKey(backup: run.backup, kind: run.kind)]
            return report?.run != run.id || report?.awaitsAcknowledgement == false
        case .power(.start): return server.power.isUp
        case .power(.stop), .power(.kill): return server.power.isDown
        case .power(.restart), .restore: return false
        }
    }

    /// The listed backup that was asked for: by its id where we chose it, else the only new one of that name that was
    /// made by hand about when it was asked for (wire sheet vpsorg, section 3.2).
    func found(_ draft: BackupDraft, in backups: [Backup]) -> Backup? {
        if let id = draft.id { return backups.first { $0.id == id } }
        let bearers = bearers(of: draft, in: backups).filter { backup in
            backup.kind != .automatic && backup.createdAt.map { window.contains($0) } != false
        }
        return bearers.count == 1 ? bearers[0] : nil
    }

    /// The new backups of that name, whoever made them.
    func bearers(of draft: BackupDraft, in backups: [Backup]) -> [Backup] {
        backups.filter { ($0.name ?? "") == draft.name && !known.contains($0.id) }
    }

    /// The window of a request that left and got no answer at these moments.
    static func window(from left: Date, to answered: Date) -> ClosedRange<Date> {
        left.addingTimeInterval(-leeway) ... max(left, answered).addingTimeInterval(leeway)
    }
}
