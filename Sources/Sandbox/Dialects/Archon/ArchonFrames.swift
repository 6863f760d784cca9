import FoundationEssentials

/// Archon's socket frames (wire sheet archon, sections 4.2 and 4.3).
struct ArchonFrames: Sendable {
    let clock: ServiceClock

    func progress(_ backup: StoredBackup.ID, _ task: BackupTask, _ report: TaskReport) -> JSON {
        [
            "event": "backup-progress",
            "id": .string(backup.text),
            "task": .string(task.rawValue),
            "state": .string(report.state.rawValue),
            "progress": .number(report.fraction),
        ]
    }

    /// A power change in the shape this server's node speaks: older, newer, or both.
    func power(_ state: PowerState, of server: GameServer) -> [JSON] {
        switch server.index % 3 {
        case 0: [powerState(state)]
        case 1: [newerState(state, of: server)]
        default: [powerState(state), newerState(state, of: server)]
        }
    }

    func powerState(_ state: PowerState) -> JSON {
        let frame: JSON = ["event": "power-state", "state": .string(state.rawValue)]
        guard state == .crashed else { return frame }
        return frame.adding([
            .init(name: "oom_killed", value: false),
            .init(name: "exit_code", value: 1),
        ])
    }

    private func newerState(_ state: PowerState, of server: GameServer) -> JSON {
        let isDown = state.isAtRest
        let target: JSON = switch state {
        case .starting: "start"
        case .stopping: "stop"
        case .running, .stopped, .crashed: nil
        }
        return [
            "event": "state",
            "debug": "",
            "power_variant": .string(isDown ? "idle" : state.rawValue),
            "exit_code": isDown ? .integer(state == .crashed ? 1 : 0) : nil,
            "was_oom": false,
            "target": target,
            "uptime": .integer(uptimeSeconds(server)),
            "progress": nil,
            "content_error": nil,
        ]
    }

    /// Every ten seconds of a running server's life.
    func uptime(_ server: GameServer) -> JSON? {
        let seconds = uptimeSeconds(server)
        guard server.power == .running, seconds % 10 == 0 else { return nil }
        return ["event": "uptime", "uptime": .integer(seconds)]
    }

    func stats(_ server: GameServer, _ random: inout SeededGenerator) -> JSON {
        let isUp = server.power == .running
        return [
            "event": "stats",
            "cpu_percent": .number(isUp ? Double.random(in: 5 ... 60, using: &random) : 0),
            "ram_usage_bytes": .integer(isUp ? Int.random(in: 2_000_000_000 ... 6_000_000_000, using: &random) : 0),
            "ram_total_bytes": 8_589_934_592,
            "storage_usage_bytes": 5_000_000_000,
            "storage_total_bytes": 64_000_000_000,
            "net_tx_bytes": .integer(isUp ? Int.random(in: 0 ... 100_000, using: &random) : 0),
            "net_rx_bytes": .integer(isUp ? Int.random(in: 0 ... 100_000, using: &random) : 0),
        ]
    }

    private func uptimeSeconds(_ server: GameServer) -> Int {
        server.runningSince.map { max(0, Int(clock.now.timeIntervalSince($0))) } ?? 0
    }
}
