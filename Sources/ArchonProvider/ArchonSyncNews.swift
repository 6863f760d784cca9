import BackupKit
import ProviderSupport
import ServiceClient

/// What one record of the lifecycle stream means (wire sheet archon, section 4.5). Nothing is patched here: a record
/// only says which list to read again.
enum ArchonSyncNews: Equatable {
    /// Something changed, or is not known.
    case event(ProviderEvent)
    /// The service cannot go on from where we were: begin anew.
    case reset
    /// Only fields for the connection itself.
    case nothing

    /// Reads a record; never fails.
    init(_ record: SSERecord) {
        if record.isOverlong {
            self = .event(.backupsChanged)
            return
        }
        guard let data = record.data else {
            self = .nothing
            return
        }
        let event: ArchonWire.SyncEvent
        do {
            event = try ServiceJSON.decode(ArchonWire.SyncEvent.self, from: Array(data.utf8))
        } catch {
            self = .event(.unrecognised("a sync record that is no event"))
            return
        }
        switch event.type {
        case "protocol.reset", "protocol.invalid":
            self = .reset
        case "protocol.error":
            self =
                .event(.unrecognised("sync error \(PlainText.line(event.error.value ?? "without a word", limit: 80))"))
        case let type where type.hasPrefix("backup."):
            self = .event(.backupsChanged)
        case let type where ["server.", "world.", "users."].contains(where: type.hasPrefix):
            self = .event(.serverChanged)
        case let type:
            self = .event(.unrecognised("sync event \(PlainText.line(type, limit: 40))"))
        }
    }
}
