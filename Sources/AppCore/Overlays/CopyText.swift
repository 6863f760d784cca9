import BackupKit
import FoundationEssentials

/// What the copy menu puts on the clipboard.
enum CopyText {
    static func reason(against item: CopyItem, in state: AppState) -> String? {
        text(of: item, in: state) == nil ? "this backup has no \(item.rawValue)" : nil
    }

    static func text(of item: CopyItem, in state: AppState) -> String? {
        guard let backup = state.selectedBackup else { return nil }
        switch item {
        case .id: return backup.id.rawValue
        case .name: return backup.name
        case .checksum: return backup.checksum?.value
        case .json:
            let operations = state.visibleServer?.visibleOperations ?? []
            return BackupJSON(backup: backup, operation: operations.last { $0.key.backup == backup.id }).text
        }
    }
}
