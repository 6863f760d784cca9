import FoundationEssentials

extension EnginePolicy {
    /// The policy of a system in one of its two known shapes.
    init(of system: SandboxSystem, _ scenario: SandboxScenario) {
        switch system {
        case .archonV0, .archonV1, .archonQueue: self.init()
        case .pterodactyl: self = .pterodactyl(scenario)
        }
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
        policy.namesAutomaticByTime = true
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
        let text = date.wireText.replacing("T", with: " ")
        return namesAutomaticByTime ? "Backup at \(text.prefix(19))" : "Scheduled \(text.prefix(16))"
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
