import BackupKit
import ServiceClient

/// Turns frames of one connection into events for the core.
struct ArchonEvents: LiveTranslator {
    typealias Frame = ArchonFrame

    private struct TaskKey: Hashable {
        let backup: Backup.ID
        let task: String
    }

    /// The last word seen for a task that does not say what the task does: a repetition asks for no further list.
    private var lastWords: [TaskKey: String] = [:]

    init() {}

    /// The events a frame stands for; none for authentication and noise.
    mutating func events(for frame: ArchonFrame) -> [ProviderEvent] {
        switch frame {
        case .authenticated, .authExpiring, .authIncorrect, .noise: []
        case let .progress(progress): events(for: progress)
        case let .power(state): [.power(state)]
        case let .unknownPower(word): [.power(.unknown), .unrecognised(word)]
        case let .unrecognised(what): [.unrecognised(what)]
        }
    }

    private mutating func events(for progress: ArchonFrame.Progress) -> [ProviderEvent] {
        guard let (kind, phase) = Self.work(of: progress.task) else {
            return [.unrecognised("task \(PlainText.line(progress.task, limit: 40))")]
        }
        let key = TaskKey(backup: progress.backup, task: progress.task)
        let lastWord = lastWords.updateValue(progress.state, forKey: key)
        if let state = ArchonMapping.operationState(progress.state) {
            return [.progress(OperationReport(
                backup: progress.backup,
                kind: kind,
                phase: state == .queued ? .queued : phase,
                fraction: progress.fraction,
                state: state
            ))]
        }
        // The stream of single files is noise; of real work these words say only that the list knows more (sheet 4.4).
        let asksForList = phase != .transfer && lastWord != progress.state
        let list: [ProviderEvent] = asksForList ? [.backupsChanged] : []
        switch progress.state {
        case "unchanged", "damaged": return list
        default: return [.unrecognised("task state \(PlainText.line(progress.state, limit: 40))")] + list
        }
    }

    /// `file` is shown as a transfer and decides nothing.
    private static func work(of task: String) -> (OperationKind, OperationPhase)? {
        switch task {
        case "create": (.create, .archive)
        case "restore": (.restore, .extract)
        case "file": (.create, .transfer)
        default: nil
        }
    }
}
