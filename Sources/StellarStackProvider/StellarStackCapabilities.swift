import BackupKit

extension ProviderCapabilities {
    /// What a panel of generation A can do (wire sheet stellarstack, sections 2 to 6).
    static let stellarStack = ProviderCapabilities(
        actions: [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power],
        reasons: [
            .rename: "StellarStack cannot rename a backup",
            .retry: "StellarStack cannot retry a backup: create a new one",
            .cancel: "StellarStack cannot stop a backup or a restore once it runs",
            .deleteMany: "StellarStack deletes one backup at a time",
            .acknowledge: "StellarStack keeps no outcomes to dismiss",
        ],
        facts: [.size, .lock, .verified, .checksum, .ignoredPatterns],
        create: CreateTraits(
            label: .name,
            labelLimit: 64,
            options: [.ignoredPatterns, .lock],
            isOneAtATime: true,
            takesOwnID: true,
            answersWhenDone: true
        ),
        restore: RestoreTraits(
            needsStop: true,
            stopEvidence: .readings(apart: .seconds(5)),
            extent: .overlays,
            safetyBackup: .byClient,
            evidence: .list,
            answersWhenDone: true,
            failureSpoilsBackup: true
        ),
        quota: QuotaTraits(atLimit: .letsThrough, counted: .completed),
        news: news,
        permissionNames: [
            .readBackups: "backups.read", .createBackups: "backups.create", .restoreBackups: "backups.restore",
            .deleteBackups: "backups.delete", .downloadBackups: "backups.download",
        ],
        downloadNeedsWriter: true,
        archiveSuffix: "tar.gz"
    )

    /// What is left of it on a panel of a later generation, whose restore wipes the server before it unpacks and whose
    /// create overwrites archives of the same name (sheet 9): its backups are shown.
    static let stellarStackReadOnly: ProviderCapabilities = {
        let reason = "this StellarStack build wipes the server before it unpacks: Backtop only shows its backups"
        var capabilities = stellarStack
        capabilities.actions = [.verify]
        for action in stellarStack.actions where action != .verify {
            capabilities.reasons[action] = reason
        }
        capabilities.reasons[.download] = "this StellarStack build has no download that works"
        capabilities.facts = [.size, .lock, .verified, .checksum]
        capabilities.restore.extent = .wipes
        capabilities.quota = QuotaTraits(atLimit: .refuses, counted: .all)
        return capabilities
    }()

    /// The panel tells nothing by itself (sheet 4.5) and takes 100 requests a minute from an address (sheet 1.5).
    private static let news = NewsTraits(
        hasLiveEvents: false,
        tellsProgress: false,
        pollsServer: true,
        listsWholeAccount: false,
        minimumPoll: .seconds(5),
        idlePoll: .seconds(60),
        requestsPerMinute: 40
    )
}
