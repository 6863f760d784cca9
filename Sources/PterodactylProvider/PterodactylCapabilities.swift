import BackupKit

extension ProviderCapabilities {
    /// What a Pterodactyl panel's client API can do (wire sheet pterodactyl, sections 1.4, 2 and 3).
    static let pterodactyl = ProviderCapabilities(
        actions: [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power],
        reasons: [
            .deleteMany: "Pterodactyl deletes one backup at a time",
            .rename: "Pterodactyl has no rename",
            .retry: "Pterodactyl has no retry; make a new backup",
            .cancel: "Pterodactyl cannot cancel running work",
            .acknowledge: "Pterodactyl keeps no outcomes to dismiss",
        ],
        facts: [.size, .lock, .checksum, .ignoredPatterns, .verified],
        create: CreateTraits(
            label: .name,
            labelLimit: 191,
            options: [.ignoredPatterns, .lock],
            isOneAtATime: false,
            takesOwnID: false,
            answersWhenDone: false,
            // Without patterns the node obeys `.pteroignore`; a pattern of ours replaces that file (sheet 2.3).
            everythingPattern: "/.backtop-leaves-nothing-out",
            throttle: CreateTraits.Throttle(count: 2, window: .seconds(600))
        ),
        restore: RestoreTraits(
            // The node deletes files before it stops the server, and gives up when that takes too long (sheet 2.6).
            needsStop: true,
            stopEvidence: .eventOrReadings(apart: .seconds(20)),
            extent: .choice,
            safetyBackup: .byClient,
            evidence: .activity,
            answersWhenDone: false,
            failureSpoilsBackup: false
        ),
        quota: QuotaTraits(atLimit: .refusesManualRotatesAutomatic, counted: .notFailed),
        news: NewsTraits(
            hasLiveEvents: true,
            tellsProgress: false,
            pollsServer: true,
            listsWholeAccount: false,
            minimumPoll: .seconds(5),
            idlePoll: .seconds(30),
            requestsPerMinute: 120
        ),
        permissionNames: [
            .readBackups: "backup.read",
            .createBackups: "backup.create",
            .restoreBackups: "backup.restore",
            .deleteBackups: "backup.delete",
            .lockBackups: "backup.delete",
            .downloadBackups: "backup.download",
            .readActivity: "activity.read",
            .startServer: "control.start",
            .stopServer: "control.stop",
            .restartServer: "control.restart",
        ],
        downloadNeedsWriter: false,
        archiveSuffix: "tar.gz"
    )
}
