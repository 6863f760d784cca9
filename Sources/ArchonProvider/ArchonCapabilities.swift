public import BackupKit

extension ProviderCapabilities {
    /// What Archon's backup API v1 can do (wire sheet archon, sections 2.2, 5 and 7).
    public static let archonV1 = ProviderCapabilities(
        actions: [.create, .restore, .delete, .rename, .retry, .power],
        reasons: [
            .cancel: "this API cancels only by deleting; use x",
            .deleteMany: "this API deletes one backup at a time",
            .acknowledge: "this API keeps no outcomes to dismiss",
            .lock: "this API shows locks but cannot set them",
            .unlock: "this API shows locks but cannot lift them",
            .download: "downloads are not supported for this API yet",
            .verify: "this API tells no checksum to verify against",
        ],
        facts: [.kind, .lock],
        create: CreateTraits(
            label: .name, labelLimit: 48, options: [], isOneAtATime: true, takesOwnID: false, answersWhenDone: false
        ),
        restore: RestoreTraits(
            needsStop: true,
            stopEvidence: .event,
            extent: .wipes,
            safetyBackup: .byClient,
            evidence: .eventsAndList,
            answersWhenDone: false,
            failureSpoilsBackup: false
        ),
        quota: QuotaTraits(atLimit: .refuses, counted: .all),
        news: NewsTraits(
            hasLiveEvents: true,
            pollsServer: true,
            listsWholeAccount: false,
            minimumPoll: .seconds(4),
            idlePoll: .seconds(30),
            requestsPerMinute: 120
        ),
        permissionNames: [
            .createBackups: "BACKUPS", .restoreBackups: "BACKUPS", .deleteBackups: "BACKUPS",
            .renameBackups: "BACKUPS", .lockBackups: "BACKUPS", .downloadBackups: "BACKUPS",
            .startServer: "POWER_ACTIONS", .stopServer: "POWER_ACTIONS", .restartServer: "POWER_ACTIONS",
        ],
        downloadNeedsWriter: false,
        archiveSuffix: nil
    )
}
