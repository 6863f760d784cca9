import BackupKit

extension ProviderCapabilities {
    /// What the documented API can do (wire sheet vpsorg, sections 2 to 6).
    static let vpsOrg = ProviderCapabilities(
        actions: [.create, .restore, .delete],
        reasons: [
            .download: "VPS.org has no download: copies stay with the vendor",
            .verify: "VPS.org tells no checksum to verify against",
            .power: "power is not documented for this API: use the vendor's dashboard",
            .rename: "VPS.org cannot change a backup's description",
            .lock: "VPS.org has no locks: manual backups stay until they are deleted",
            .unlock: "VPS.org has no locks",
            .retry: "VPS.org cannot retry a backup: create a new one",
            .cancel: "VPS.org cannot stop a backup or a restore once it runs",
            .deleteMany: "VPS.org deletes one backup at a time",
            .acknowledge: "VPS.org keeps no outcomes to dismiss",
        ],
        facts: [.size, .sizeInMegabytes, .kind, .expiry],
        create: CreateTraits(
            label: .description,
            labelLimit: VPSOrgEndpoints.longestDescription,
            options: [],
            isOneAtATime: true,
            takesOwnID: false,
            answersWhenDone: false
        ),
        restore: RestoreTraits(
            needsStop: false,
            stopEvidence: .event,
            extent: .undocumented,
            safetyBackup: .byClient,
            evidence: .nothing,
            answersWhenDone: false,
            failureSpoilsBackup: false
        ),
        quota: QuotaTraits(atLimit: .unknown, counted: .all),
        news: NewsTraits(
            hasLiveEvents: false,
            tellsProgress: false,
            // A server's status is the only sign of life during a restore.
            pollsServer: true,
            listsWholeAccount: true,
            minimumPoll: .seconds(15),
            idlePoll: .seconds(300),
            requestsPerMinute: 4
        ),
        permissionNames: [:],
        downloadNeedsWriter: false,
        archiveSuffix: nil
    )
}
