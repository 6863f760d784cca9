import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// One backup as the list shows it.
struct BackupRowViewModel: Equatable {
    var state: String
    var stateRole: Theme.Role
    var name: String
    var isMarked: Bool
    var isSelected: Bool
    private let backup: Backup
    private let verification: Verification?
    private let isSizeInMegabytes: Bool

    init(
        _ backup: Backup,
        operations: [OperationKey: BackupOperation],
        verification: Verification? = nil,
        isSizeInMegabytes: Bool = false,
        isMarked: Bool,
        isSelected: Bool
    ) {
        self.backup = backup
        self.verification = verification
        self.isSizeInMegabytes = isSizeInMegabytes
        self.isMarked = isMarked
        self.isSelected = isSelected
        name = backup.shownTitle
        (state, stateRole) = Self.state(of: backup, operations: operations)
    }

    /// One of `ok queued NN% ?% FAIL cancelled restoring deleting ?`. Live work beats the list; a bar never says
    /// 100 % by itself.
    static func state(
        of backup: Backup,
        operations: [OperationKey: BackupOperation]
    ) -> (text: String, role: Theme.Role) {
        if let restore = operations[OperationKey(backup: backup.id, kind: .restore)], restore.isOpen {
            return restore.isUnclear ? ("?", .unknown) : ("restoring", .running)
        }
        if let delete = operations[OperationKey(backup: backup.id, kind: .delete)], delete.isOpen {
            return delete.isUnclear ? ("?", .unknown) : ("deleting", .running)
        }
        if let create = operations[OperationKey(backup: backup.id, kind: .create)] {
            switch create.state {
            case .queued: return ("queued", .running)
            case .running:
                return (create.fraction.map { "\(min(99, Int($0 * 100)))%" } ?? "?%", .running)
            case .done: return ("ok", .good)
            case .failed: return ("FAIL", .failure)
            case .cancelled: return ("cancelled", .faint)
            case .unknown: return ("?", .unknown)
            }
        }
        switch backup.state {
        case .completed: return ("ok", .good)
        case .pending: return ("queued", .running)
        case .running: return ("?%", .running)
        case .failed: return ("FAIL", .failure)
        case .cancelled: return ("cancelled", .faint)
        case .restoring: return ("restoring", .running)
        case .unknown: return ("?", .unknown)
        }
    }

    /// The text of a column.
    func text(
        _ column: BackupColumn,
        now: Date,
        style: BackupManager.TimeStyle,
        isWide: Bool,
        time: TimeText
    ) -> String {
        switch column {
        case .state: return state
        case .name: return name
        case .created:
            guard let createdAt = backup.createdAt else { return "?" }
            return isWide ? time.second(createdAt, utc: style == .utc) : time.minute(createdAt, utc: style == .utc)
        case .age: return TimeText.age(of: backup.createdAt, now: now)
        case .size: return backup.size.map(isSizeInMegabytes ? ByteText.megabytes : ByteText.size) ?? "?"
        case .kind:
            switch backup.kind {
            case .automatic: return "auto"
            case .manual: return "man"
            case .unknown: return "?"
            }
        case .lock: return backup.isLocked.map { $0 ? "L" : "" } ?? "?"
        case .verified: return verified
        case .expires: return backup.expiresAt.map { time.minute($0, utc: style == .utc) } ?? ""
        case .by: return backup.creator?.shown ?? ""
        }
    }

    /// What comparing the downloaded file showed; `sum` where there is a checksum to compare with.
    private var verified: String {
        switch verification {
        case .running: "reading"
        case .matches: "ok"
        case .differs: "BAD"
        case nil: backup.checksum == nil ? "" : "sum"
        }
    }

    var verifiedRole: Theme.Role {
        if case .differs = verification { .failure } else { .normal }
    }
}
