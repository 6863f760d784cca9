extension Engine {
    /// Entries kept of each server at least; older ones are dropped.
    private static let keptActivity = 2000

    /// A server's activity, oldest first.
    func activity(of server: GameServer.ID) -> [ActivityEntry] {
        activity[server] ?? []
    }

    /// Adds a line to a server's log; without an initiator the service itself did it.
    func log(
        _ event: ActivityEntry.Event,
        _ backup: StoredBackup,
        on server: GameServer.ID,
        by initiator: BackupWork.Initiator? = nil
    ) {
        nextActivity += 1
        activity[server, default: []].append(ActivityEntry(
            number: nextActivity,
            event: event,
            backup: backup.name,
            initiator: initiator,
            at: clock.now
        ))
        if let count = activity[server]?.count, count > 2 * Self.keptActivity {
            activity[server]?.removeFirst(count - Self.keptActivity)
        }
    }

    /// Commits what the end of work means beyond its row, before anybody is told of it.
    func settle(_ item: BackupWork, as state: BackupWork.State) {
        if item.kind == .restore, policy.restore.marksServer, fleet[item.server]?.condition == .restoring {
            fleet[item.server]?.condition = .normal
        }
        if item.kind == .create, state == .failed || state == .timedOut {
            uncountCreate(item.backup, on: item.server)
        }
        guard let backup = fleet[item.server]?.shelf[item.backup] else { return }
        switch (item.kind, state) {
        case (.create, .completed): log(.complete, backup, on: item.server)
        case (.create, .failed), (.create, .timedOut): log(.fail, backup, on: item.server)
        case (.restore, .completed): log(.restoreComplete, backup, on: item.server)
        case (.restore, .failed), (.restore, .timedOut): log(.restoreFailed, backup, on: item.server)
        case (_, .queued), (_, .running), (_, .cancelled): break
        }
    }
}
