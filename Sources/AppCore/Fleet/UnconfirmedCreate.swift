import BackupKit
import FoundationEssentials

/// A create whose request may or may not have arrived. The request is never repeated; the list gives the answer.
struct UnconfirmedCreate: Equatable, Sendable {
    var name: String
    var location: LocationRef
    /// Backups that were there before: only a new one can be ours.
    var known: Set<Backup.ID>
    /// The server's event count when the request got no answer: an older list proves nothing.
    var sequence: Int
    var listsWithoutTrace: Int
}
