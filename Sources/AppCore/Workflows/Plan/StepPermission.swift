import BackupKit

extension Plan.Step {
    /// What the account must be allowed for this step; nil for steps that only look.
    var permission: Server.Permission? {
        switch self {
        case .recheck, .confirmStopped, .send, .bulk: nil
        case .stop: .stopServer
        case .start: .startServer
        case .safety: .createBackups
        case .restore, .cancel: .restoreBackups
        case .delete: .deleteBackups
        case let .power(signal): signal.permission
        }
    }
}

extension Server.Permission {
    /// What it allows, in words.
    var words: String {
        switch self {
        case .readBackups: "read backups"
        case .createBackups: "create backups"
        case .restoreBackups: "restore backups"
        case .deleteBackups: "delete backups"
        case .renameBackups: "rename backups"
        case .lockBackups: "lock backups"
        case .downloadBackups: "download backups"
        case .readActivity: "read the activity log"
        case .startServer: "start the server"
        case .stopServer: "stop the server"
        case .restartServer: "restart the server"
        }
    }
}
