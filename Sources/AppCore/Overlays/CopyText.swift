import BackupKit
import FoundationEssentials

/// What the copy menu puts on the clipboard.
enum CopyText {
    static func reason(against item: CopyItem, in state: AppState) -> String? {
        guard text(of: item, in: state) == nil else { return nil }
        return item == .plan ? "no plan was made yet" : "this backup has no \(item.rawValue)"
    }

    static func text(of item: CopyItem, in state: AppState) -> String? {
        if item == .plan { return state.lastPlan.map { PlanDocument($0, in: state).text } }
        guard let backup = state.selectedBackup else { return nil }
        switch item {
        case .id: return backup.id.rawValue
        case .name: return backup.name
        case .checksum: return backup.checksum?.value
        case .plan: return nil
        case .json:
            let operations = state.visibleServer?.visibleOperations ?? []
            return BackupJSON(backup: backup, operation: operations.last { $0.key.backup == backup.id }).text
        }
    }
}
