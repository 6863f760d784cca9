extension PterodactylRefusal {
    /// The panel's words for what the engine refuses, as deployed panels say them (section 1.5).
    init(_ error: EngineError, requestID: String) {
        switch error {
        case .noServer, .noBackup, .noWorld, .noOperation: self = .unknown
        case let .quotaFull(limit): self.init(
                400,
                "TooManyBackupsException",
                "Cannot create a new backup, this server has reached its limit of \(limit) backups.",
                page: .redirect
            )
        case let .throttled(limit, seconds, wait): self.init(
                429,
                "TooManyRequestsHttpException",
                "Only \(limit) backups may be generated within a \(seconds) second span of time.",
                headers: wait > 0 ? [("Retry-After", String(wait))] : []
            )
        case .locked: self.init(
                400,
                "BackupLockedException",
                "Cannot delete a backup that is marked as locked.",
                page: .redirect
            )
        case .wrongState: self.init(
                400,
                "BadRequestHttpException",
                "This backup cannot be restored at this time: not completed or failed."
            )
        case let .busy(reason): self.init(409, "ServerStateConflictException", reason)
        case .nodeOffline: self = .node(504, requestID: requestID)
        // The node finds no archive.
        case .archiveMissing: self = .node(500, requestID: requestID)
        case .storageFull: self.init(
                507,
                "InsufficientStorageException",
                "Not enough storage space available for backup."
            )
        case .notAtRest, .badName, .idTaken: self.init(500, "EngineException", "\(error)")
        }
    }

    /// The same in the words of the documents, which know other names for some (section 6).
    var documented: PterodactylRefusal {
        guard items.count == 1, let item = items.first else { return self }
        let (code, detail) = switch item.code {
        case "BackupLockedException":
            ("BackupIsLockedException", "This backup is locked and cannot be deleted.")
        case "TooManyBackupsException":
            (item.code, "This server has reached its backup limit.")
        case "ServerStateConflictException":
            ("ConflictingServerStateException", item.detail)
        case "AuthenticationException":
            ("InvalidCredentialsException", item.detail)
        case "AccessDeniedHttpException", "HttpForbiddenException":
            ("InsufficientPermissionsException", item.detail)
        default: (item.code, item.detail)
        }
        return PterodactylRefusal(status, code, detail, page: page, headers: headers)
    }

    /// The documents refuse what has no archive by name, where deployed panels do not look (section 6).
    static func notReady(_ backup: StoredBackup) -> PterodactylRefusal {
        backup.state == .failed
            ? PterodactylRefusal(400, "BackupFailedException", "This backup has failed and cannot be used.")
            : PterodactylRefusal(
                400,
                "BackupNotCompletedException",
                "This backup has not completed yet and cannot be restored."
            )
    }
}
