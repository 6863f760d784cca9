import BackupKit

extension ProviderCapabilities {
    /// What Archon's first backup API can do: the same as v1, for a whole server (wire sheet archon, section 2.1).
    static let archonV0 = archonV1

    /// What Archon's backup API v1 can do (wire sheet archon, sections 2.2, 2.4, 5 and 7).
    static let archonV1 = archon(
        adding: [],
        reasons: [
            .cancel: "this API cancels only by deleting; use x once it has ended",
            .deleteMany: "this API deletes one backup at a time",
            .acknowledge: "this API keeps no outcomes to dismiss",
        ],
        facts: [.kind, .lock],
        safetyBackup: .byClient,
        evidence: .eventsAndList
    )

    /// What Archon's Backups Queue can do (wire sheet archon, sections 2.3, 2.4, 5 and 7).
    static let archonQueue = archon(
        adding: [.deleteMany, .cancel, .acknowledge],
        reasons: [:],
        facts: [.kind, .lock, .creator],
        safetyBackup: .byServer,
        evidence: .history
    )

    /// What every generation can do: all that is sure before a server's first list.
    static let archonUndecided = archon(
        adding: [],
        reasons: [.cancel, .deleteMany, .acknowledge].reduce(into: [:]) {
            $0[$1] = "whether this server can is known once its backups are listed"
        },
        facts: [.kind, .lock],
        safetyBackup: .byClient,
        evidence: .eventsAndList
    )

    /// What a server with this API can do.
    static func archon(_ api: ArchonSettings.API) -> ProviderCapabilities {
        switch api {
        case .v0: .archonV0
        case .v1: .archonV1
        case .queue: .archonQueue
        }
    }

    /// What the generations share, and the little they differ in.
    private static func archon(
        adding actions: Set<BackupAction>,
        reasons: [BackupAction: String],
        facts: Set<BackupFact>,
        safetyBackup: RestoreTraits.SafetyBackup,
        evidence: RestoreTraits.Evidence
    ) -> ProviderCapabilities {
        ProviderCapabilities(
            actions: actions.union([.create, .restore, .delete, .rename, .retry, .download, .power]),
            reasons: reasons.merging([
                .lock: "this API shows locks but cannot set them",
                .unlock: "this API shows locks but cannot lift them",
                .verify: "this API tells no checksum to verify against",
            ]) { own, _ in own },
            facts: facts,
            create: CreateTraits(
                label: .name,
                labelLimit: 48,
                options: [],
                isOneAtATime: true,
                takesOwnID: false,
                answersWhenDone: false
            ),
            restore: RestoreTraits(
                needsStop: true,
                stopEvidence: .event,
                extent: .wipes,
                safetyBackup: safetyBackup,
                evidence: evidence,
                answersWhenDone: false,
                failureSpoilsBackup: false
            ),
            quota: QuotaTraits(atLimit: .refuses, counted: .all),
            news: NewsTraits(
                hasLiveEvents: true,
                tellsProgress: true,
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
}
