import FoundationEssentials

extension EnginePolicy {
    /// The policy of a system in one of its two known shapes.
    init(of system: SandboxSystem, _ scenario: SandboxScenario) {
        switch system {
        case .archonV0, .archonV1, .archonQueue: self.init()
        case .pterodactyl: self = .pterodactyl(scenario)
        case .stellarstack: self = .stellarstack(scenario)
        case .vpsorg: self = .vpsorg
        }
    }

    /// Wire sheet stellarstack, sections 3, 6 and 8.
    private static func stellarstack(_ scenario: SandboxScenario) -> EnginePolicy {
        var policy = EnginePolicy()
        policy.counting = .completed
        policy.enforcesQuota = false
        policy.concurrency = .parallel
        policy.lock = .guardsAlways
        policy.deletesRunning = false
        policy.takesClientIDs = true
        policy.hidesAutomatic = scenario == .deployed
        policy.seedsAutomatic = false
        policy.failedRowsKeepArchive = true
        policy.restore.running = .fails
        policy.restore.files = .overlay
        policy.restore.needsIdleServer = false
        policy.restore.stateAfterFailure = scenario == .deployed ? .failed : .completed
        return policy
    }

    /// No document tells what a restore does to a running server and its files; a whole server is replaced here,
    /// whatever it does (wire sheet vpsorg, sections 3 and 7).
    private static var vpsorg: EnginePolicy {
        var policy = EnginePolicy()
        policy.enforcesQuota = false
        policy.deletesRunning = false
        policy.automaticNames = .daily
        policy.takesBlankNames = true
        policy.identifiers = .numbers
        policy.restore.running = .isIgnored
        policy.restore.needsIdleServer = false
        return policy
    }

    /// Wire sheet pterodactyl, sections 2.3, 2.5, 2.6 and 6.
    private static func pterodactyl(_ scenario: SandboxScenario) -> EnginePolicy {
        var policy = EnginePolicy()
        policy.counting = .exceptFailed
        policy.concurrency = scenario == .deployed ? .parallel : .exclusiveCreates
        policy.throttle = scenario == .deployed ? CreateThrottle(limit: 2, period: 600) : nil
        policy.lock = .guardsCompleted
        policy.rotation = .completedOnes
        policy.failedRowsEnd = true
        policy.deletesRunning = scenario == .deployed
        policy.checksStorage = scenario == .documented
        policy.ignoreFile = ".pteroignore"
        policy.automaticNames = .byTime
        policy.restore.running = .isStopped
        policy.restore.files = .overlay
        policy.restore.needsIdleServer = false
        policy.restore.marksServer = true
        policy.restore.takesFailedRows = scenario == .deployed
        return policy
    }

    /// Whether a row takes a slot of the quota.
    func counts(_ row: StoredBackup) -> Bool {
        switch counting {
        case .all: true
        case .exceptFailed: row.state != .failed
        case .completed: row.state == .completed || row.state == .restoring
        }
    }

    /// How many slots of a server are taken.
    func used(_ server: GameServer) -> Int {
        counting == .all ? server.shelf.rows.count : server.shelf.rows.count(where: counts)
    }

    /// Name of an automatic backup made at a time.
    func automaticName(_ date: Date) -> String {
        let text = date.wireText
        let (day, time) = (text.prefix(10), text.dropFirst(11))
        return switch automaticNames {
        case .scheduled: "Scheduled \(day) \(time.prefix(5))"
        case .byTime: "Backup at \(day) \(time.prefix(8))"
        case .daily: "Automatic daily backup"
        }
    }

    /// Whether the schedule may delete a backup to make room.
    func rotates(_ row: StoredBackup) -> Bool {
        guard !row.isLocked else { return false }
        return switch rotation {
        case .automatedOnes: row.isAutomated && (row.state == .completed || row.state == .failed)
        case .completedOnes: row.state == .completed
        }
    }

    /// Whether the lock keeps a backup from being deleted.
    func guards(_ row: StoredBackup) -> Bool {
        switch lock {
        case .sparesFromRotation: false
        case .guardsCompleted: row.isLocked && row.state == .completed
        case .guardsAlways: row.isLocked
        }
    }
}
