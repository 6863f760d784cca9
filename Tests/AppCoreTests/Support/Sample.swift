import AppCore
import BackupKit
import FoundationEssentials

/// Values that tests are made of.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let contextID: Context.ID = "smp"
    static let ref = ServerRef(context: contextID, server: "srv-0001-aaaa")
    static let other = ServerRef(context: contextID, server: "srv-0002-bbbb")
    static let place = LocationRef(server: ref, world: "w1")
    static let otherPlace = LocationRef(server: other, world: "w9")
    static let offline = ProviderError(.unreachable, "The service cannot be reached: try again later")

    static func capabilities(
        actions: Set<BackupAction> = [.create, .restore, .delete, .rename, .retry, .power],
        reasons: [BackupAction: String] = [:],
        restoreNeedsStop: Bool = true,
        createsOneAtATime: Bool = true,
        nameLimit: Int? = 48,
        hasLiveEvents: Bool = true,
        minimumPoll: Duration = .seconds(4),
        idlePoll: Duration = .seconds(30)
    ) -> ProviderCapabilities {
        ProviderCapabilities(
            actions: actions,
            reasons: reasons,
            facts: [.kind, .lock, .size],
            create: CreateTraits(
                label: .name,
                labelLimit: nameLimit,
                options: [],
                isOneAtATime: createsOneAtATime,
                takesOwnID: false,
                answersWhenDone: false
            ),
            restore: RestoreTraits(
                needsStop: restoreNeedsStop,
                stopEvidence: .event,
                extent: .wipes,
                safetyBackup: .byClient,
                evidence: .eventsAndList,
                answersWhenDone: false,
                failureSpoilsBackup: false
            ),
            quota: QuotaTraits(atLimit: .refuses, counted: .all),
            news: NewsTraits(
                hasLiveEvents: hasLiveEvents,
                tellsProgress: true,
                pollsServer: true,
                listsWholeAccount: false,
                minimumPoll: minimumPoll,
                idlePoll: idlePoll,
                requestsPerMinute: 120
            ),
            permissionNames: [
                .createBackups: "backup.create", .restoreBackups: "backup.restore", .deleteBackups: "backup.delete",
                .stopServer: "control.stop",
            ],
            downloadNeedsWriter: false,
            archiveSuffix: "tar.gz"
        )
    }

    static func context(
        _ id: Context.ID = contextID,
        access: Context.Access = .readWrite,
        isProtected: Bool = false,
        capabilities: ProviderCapabilities = capabilities()
    ) -> Context {
        Context(
            id: id,
            provider: "sample",
            origin: "https://example.test",
            access: access,
            isProtected: isProtected,
            capabilities: capabilities
        )
    }

    static func server(
        _ id: Server.ID = ref.server,
        name: String = "smp-main",
        worlds: [World] = [World(id: "w1", name: "overworld", isActive: true)],
        quota: Quota? = Quota(used: 3, limit: 10),
        condition: Server.Condition = .available,
        permissions: Set<Server.Permission>? = nil,
        power: PowerState? = nil
    ) -> Server {
        Server(
            id: id, name: name, worlds: worlds, quota: quota, condition: condition, permissions: permissions,
            power: power
        )
    }

    static let otherServer = server(
        other.server,
        name: "creative",
        worlds: [World(id: "w9", name: "flat", isActive: true)]
    )

    /// A backup whose age in hours orders it among others.
    static func backup(
        _ id: Backup.ID,
        name: String? = nil,
        hoursOld: Double? = 1,
        state: Backup.State = .completed,
        kind: Backup.Kind = .manual,
        size: Int64? = nil,
        checksum: Checksum? = nil,
        isLocked: Bool? = false
    ) -> Backup {
        Backup(
            id: id,
            name: name ?? "copy \(id)",
            createdAt: hoursOld.map { now.addingTimeInterval(-$0 * 3600) },
            state: state,
            kind: kind,
            size: size,
            checksum: checksum,
            isLocked: isLocked
        )
    }

    /// Three good backups, newest first: b1 (1 h), b2 (26 h), b3 (72 h).
    static let backups = [
        backup("b1", hoursOld: 1), backup("b2", hoursOld: 26), backup("b3", hoursOld: 72),
    ]

    static func report(
        _ backup: Backup.ID,
        _ kind: OperationKind,
        _ state: OperationState,
        phase: OperationPhase? = nil,
        _ fraction: Double? = nil,
        run: OperationRun.ID? = nil,
        endedAt seconds: Double? = nil,
        failure: String? = nil,
        awaits: Bool = false
    ) -> OperationReport {
        OperationReport(
            backup: backup,
            kind: kind,
            phase: phase ?? (state == .queued ? .queued : kind == .restore ? .extract : .archive),
            fraction: fraction,
            state: state,
            run: run,
            endedAt: seconds.map { now.addingTimeInterval($0) },
            failure: failure,
            awaitsAcknowledgement: awaits
        )
    }

    static func key(_ backup: Backup.ID, _ kind: OperationKind) -> OperationKey {
        OperationKey(backup: backup, kind: kind)
    }
}
