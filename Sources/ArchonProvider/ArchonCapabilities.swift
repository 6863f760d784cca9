public import BackupKit

extension ProviderCapabilities {
    /// What Archon's backup API v1 can do (wire sheet archon, sections 2.2, 5 and 7).
    public static let archonV1 = ProviderCapabilities(
        actions: [.create, .restore, .delete, .rename, .retry, .power],
        reasons: [
            .cancel: "this API cancels only by deleting; use x",
            .lock: "this API shows locks but cannot set them",
            .unlock: "this API shows locks but cannot lift them",
            .download: "downloads are not supported for this API yet",
            .verify: "this API tells no checksum to verify against",
        ],
        facts: [.kind, .lock],
        restoreNeedsStop: true,
        restoreWipes: true,
        safetyBackup: .byClient,
        restoreEvidence: .eventsAndList,
        atLimit: .refuses,
        createsOneAtATime: true,
        nameLimit: 48,
        hasLiveEvents: true,
        minimumPoll: .seconds(4),
        idlePoll: .seconds(30)
    )
}
