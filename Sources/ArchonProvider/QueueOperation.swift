import BackupKit
import FoundationEssentials
import ProviderSupport

/// One create or restore of the queue, read (wire sheet archon, section 2.3).
struct QueueOperation {
    let backup: Backup.ID
    let kind: OperationKind
    /// The service's number; nil where there is none, or where the operation only stands for work of an older API.
    let number: Int64?
    /// Nil where the service does not tell, or uses a word this version does not know.
    var state: OperationState?
    let hasTimedOut: Bool
    let hasStarted: Bool
    let endedAt: Date?
    /// When something about it happened last.
    let moment: Date?
    let isChild: Bool
    let words: String?
    let isPrompting: Bool
    let initiator: String?
    /// Values that could not be read.
    let unreadable: Int

    /// Nil for a kind of work this version does not know.
    init?(_ wire: ArchonWire.Operation, of backup: Backup.ID) {
        switch wire.type.value {
        case "create": kind = .create
        case "restore": kind = .restore
        default: return nil
        }
        self.backup = backup
        number = wire.isSynthetic.value == true ? nil : wire.number.value
        state = Self.state(wire.state.value)
        hasTimedOut = wire.state.value == "timed_out"
        hasStarted = wire.startedAt.value != nil
        endedAt = wire.completedAt.value.flatMap(Timestamp.date)
        let times = [wire.completedAt, wire.startedAt, wire.scheduledFor].compactMap(\.value)
        moment = times.lazy.compactMap(Timestamp.date).first
        isChild = wire.hasParent.value == true
        words = wire.error.value
        isPrompting = wire.shouldPrompt.value == true
        initiator = wire.user.value.flatMap(Self.name)
        unreadable = [
            state == nil && (wire.state.value != nil || wire.state.isUnreadable),
            wire.number.isUnreadable,
            times.contains { Timestamp.date($0) == nil },
        ].count { $0 }
    }

    /// Newest first: by the last thing that happened, then by number. A history's own order is not relied on.
    static func isNewer(_ left: QueueOperation, _ right: QueueOperation) -> Bool {
        let (first, second) = (left.moment ?? .distantPast, right.moment ?? .distantPast)
        return first == second ? (left.number ?? .min) > (right.number ?? .min) : first > second
    }

    /// Why it failed, in words; nil unless it did.
    var failure: String? {
        guard state == .failed else { return nil }
        guard hasTimedOut else { return words }
        return words.map { "timed out: \($0)" } ?? "timed out"
    }

    /// What the core is told of it; nil where no state is known.
    var report: OperationReport? {
        guard let state else { return nil }
        return OperationReport(
            backup: backup,
            kind: kind,
            phase: phase(in: state),
            state: state,
            run: number.map { OperationRun.ID(String($0)) },
            endedAt: state.hasEnded ? endedAt : nil,
            failure: failure,
            initiator: initiator,
            // Without a number nothing could be sent to the service.
            awaitsAcknowledgement: isPrompting && state.hasEnded && number != nil
        )
    }

    /// A create with a parent is the backup that a restore takes first.
    private func phase(in state: OperationState) -> OperationPhase {
        if kind == .create, isChild { return .safety }
        if state == .queued { return .queued }
        return kind == .create ? .archive : .extract
    }

    private static func state(_ word: String?) -> OperationState? {
        switch word {
        case "pending": .queued
        case "ongoing": .running
        case "completed": .done
        case "cancelled": .cancelled
        case "failed", "timed_out": .failed
        default: nil
        }
    }

    private static func name(_ user: ArchonWire.User) -> String? {
        user.id.value == "support" ? "Modrinth support" : user.username.value
    }
}
