public import BackupKit
public import FoundationEssentials

extension Date {
    /// 2026-11-21 02:12:45 UTC: what the time is in samples.
    public static let sample = Date(timeIntervalSince1970: 1_795_227_165)
}

extension ProviderCapabilities {
    /// A service with worlds, live events and little else: no sizes, no checksums, a stop before every restore.
    public static let sparse = ProviderCapabilities(
        actions: [.create, .restore, .delete, .rename, .retry, .power],
        reasons: [
            .cancel: "this API cancels only by deleting; use x",
            .lock: "this API shows locks but cannot set them",
            .download: "downloads are not supported for this API yet",
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
            tellsProgress: true,
            pollsServer: true,
            listsWholeAccount: false,
            minimumPoll: .seconds(4),
            idlePoll: .seconds(30),
            requestsPerMinute: 120
        ),
        permissionNames: [.deleteBackups: "BACKUPS", .restoreBackups: "BACKUPS", .stopServer: "POWER_ACTIONS"],
        downloadNeedsWriter: false,
        archiveSuffix: "tar.gz"
    )

    /// A service that tells every fact and has every action.
    public static let rich = ProviderCapabilities(
        actions: Set(BackupAction.allCases),
        reasons: [:],
        facts: Set(BackupFact.allCases).subtracting([.sizeInMegabytes]),
        create: CreateTraits(
            label: .name,
            labelLimit: nil,
            options: [.ignoredPatterns, .lock],
            isOneAtATime: false,
            takesOwnID: false,
            answersWhenDone: false
        ),
        restore: RestoreTraits(
            needsStop: false,
            stopEvidence: .eventOrReadings(apart: .seconds(20)),
            extent: .choice,
            safetyBackup: .byServer,
            evidence: .history,
            answersWhenDone: false,
            failureSpoilsBackup: false
        ),
        quota: QuotaTraits(atLimit: .refusesManualRotatesAutomatic, counted: .notFailed),
        news: NewsTraits(
            hasLiveEvents: true,
            tellsProgress: true,
            pollsServer: true,
            listsWholeAccount: false,
            minimumPoll: .seconds(5),
            idlePoll: .seconds(60),
            requestsPerMinute: 120
        ),
        permissionNames: [.deleteBackups: "backup.delete", .stopServer: "control.stop"],
        downloadNeedsWriter: false,
        archiveSuffix: "tar.gz"
    )
}

extension Context {
    /// A context for samples; read-write unless told otherwise.
    public static func sample(
        _ id: Context.ID = "smp",
        access: Access = .readWrite,
        isProtected: Bool = false,
        capabilities: ProviderCapabilities = .sparse
    ) -> Context {
        Context(
            id: id,
            provider: "archon",
            origin: "https://archon.example",
            access: access,
            isProtected: isProtected,
            capabilities: capabilities
        )
    }
}

extension Server {
    /// `smp-main` with three worlds, the first one active, and 5 of 10 backups used.
    public static func sample(
        _ id: Server.ID = "1a2b3c4d",
        name: String = "smp-main",
        worlds: [World]? = nil,
        quota: Quota? = Quota(used: 5, limit: 10),
        condition: Condition = .available,
        permissions: Set<Permission>? = nil,
        power: PowerState? = nil
    ) -> Server {
        Server(
            id: id,
            name: name,
            worlds: worlds ?? [
                World(id: "w-survival", name: "survival", isActive: true),
                World(id: "w-creative", name: "creative", isActive: false),
                World(id: "w-events", name: "events", isActive: false),
            ],
            quota: quota,
            condition: condition,
            permissions: permissions,
            power: power
        )
    }
}

extension Backup {
    /// A backup for samples, made some hours before `Date.sample`.
    public static func sample(
        _ id: Backup.ID,
        _ name: String?,
        hoursAgo hours: Double,
        state: State = .completed,
        kind: Kind = .manual,
        size: Int64? = nil,
        checksum: Checksum? = nil,
        isLocked: Bool? = false,
        expiresAt: Date? = nil,
        ignoredPatterns: [String]? = nil
    ) -> Backup {
        Backup(
            id: id,
            name: name,
            createdAt: Date.sample.addingTimeInterval(-hours * 3600),
            completedAt: state == .completed ? Date.sample.addingTimeInterval(-hours * 3600 + 95) : nil,
            state: state,
            kind: kind,
            size: size,
            checksum: checksum,
            isLocked: isLocked,
            expiresAt: expiresAt,
            ignoredPatterns: ignoredPatterns
        )
    }

    /// Five backups as the sparse service tells of them, newest first.
    public static let samples: [Backup] = [
        .sample("b5f0c1d2-aaaa", "Before the Nether update", hoursAgo: 3.2),
        .sample("b4e1d2c3-bbbb", "nightly", hoursAgo: 16.5, kind: .automatic),
        .sample("b3d2e3b4-cccc", "nightly 2026-11-19", hoursAgo: 40.5, state: .failed, kind: .automatic),
        .sample("b2c3f4a5-dddd", "Spawn rebuilt, all chests sorted", hoursAgo: 24 * 9 + 2, isLocked: true),
        .sample("b1b4a596-eeee", "First day", hoursAgo: 24 * 212 + 5),
    ]

    /// The same five with every fact of the rich service.
    public static let richSamples: [Backup] = samples.enumerated().map { index, backup in
        var backup = backup
        backup.size = Int64(index + 1) * 734_003_200 + 9_123_457
        backup.checksum = backup.state == .completed
            ? Checksum(algorithm: .sha1, value: "da39a3ee5e6b4b0d3255bfef95601890afd8070\(index)") : nil
        backup.expiresAt = Date.sample.addingTimeInterval(Double(index + 1) * 86400)
        backup.ignoredPatterns = index == 0 ? ["*.log", "cache/**", "crash-reports"] : []
        return backup
    }
}
