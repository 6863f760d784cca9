import BackupKit
import FoundationEssentials

/// A create whose request may or may not have arrived. The request is never repeated; the list gives the answer.
struct UnconfirmedCreate: Equatable, Sendable {
    var draft: BackupDraft
    var location: LocationRef
    /// Backups that were there before: only a new one can be ours.
    var known: Set<Backup.ID>
    /// The server's event count when the request got no answer: an older list proves nothing.
    var sequence: Int
    /// Until then a list without it proves nothing.
    var patientUntil: Date
    var listsWithoutTrace: Int

    /// Whether a listed backup is the one that was asked for: by its id where we chose it, else a new one of that name.
    func matches(_ backup: Backup) -> Bool {
        if let id = draft.id { return backup.id == id }
        return (backup.name ?? "") == draft.name && !known.contains(backup.id)
    }
}
