import BackupKit
import FoundationEssentials

/// A create whose request may or may not have arrived. The request is never repeated; the list gives the answer.
struct UnconfirmedCreate: Equatable, Sendable {
    var draft: BackupDraft
    var location: LocationRef
    /// Backups that were there before: only a new one can be ours.
    var known: Set<Backup.ID>
    /// When the request left and when its answer failed to come, by the service's clock.
    var window: ClosedRange<Date>
    /// The server's event count when the request got no answer: an older list proves nothing.
    var sequence: Int
    /// Until then a list without it proves nothing.
    var patientUntil: Date
    var listsWithoutTrace: Int

    /// How far a service may be from the moment it was asked.
    private static let leeway: TimeInterval = 120

    /// The listed backup that was asked for: by its id where we chose it, else the only new one of that name that was
    /// made by hand about when it was asked for (wire sheet vpsorg, section 3.2).
    func found(in backups: [Backup]) -> Backup? {
        if let id = draft.id { return backups.first { $0.id == id } }
        let bearers = bearers(in: backups).filter { backup in
            backup.kind != .automatic && backup.createdAt.map { window.contains($0) } != false
        }
        return bearers.count == 1 ? bearers[0] : nil
    }

    /// The new backups of that name, whoever made them.
    func bearers(in backups: [Backup]) -> [Backup] {
        backups.filter { ($0.name ?? "") == draft.name && !known.contains($0.id) }
    }

    /// The window of a request that left and got no answer at these moments.
    static func window(from left: Date, to answered: Date) -> ClosedRange<Date> {
        left.addingTimeInterval(-leeway) ... max(left, answered).addingTimeInterval(leeway)
    }
}
