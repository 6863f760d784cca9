import BackupKit

extension ProviderCapabilities {
    /// A service that can do nothing and tells nothing.
    static let bare = ProviderCapabilities(
        actions: [],
        reasons: [:],
        facts: [],
        create: CreateTraits(
            label: .name, labelLimit: nil, options: [], isOneAtATime: false, takesOwnID: false, answersWhenDone: false
        ),
        restore: RestoreTraits(
            needsStop: false,
            stopEvidence: .event,
            extent: .undocumented,
            safetyBackup: .byServer,
            evidence: .nothing,
            answersWhenDone: false,
            failureSpoilsBackup: false
        ),
        quota: QuotaTraits(atLimit: .unknown, counted: .all),
        news: NewsTraits(
            hasLiveEvents: false,
            tellsProgress: false,
            pollsServer: false,
            listsWholeAccount: false,
            minimumPoll: .seconds(1),
            idlePoll: .seconds(1),
            requestsPerMinute: 1
        ),
        permissionNames: [:],
        downloadNeedsWriter: false,
        archiveSuffix: nil
    )
}
