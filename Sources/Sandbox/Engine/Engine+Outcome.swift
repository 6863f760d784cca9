extension Engine {
    /// Waits until the newest work on a backup has ended, and gives it; `nil` where there is none.
    func outcome(of backup: StoredBackup.ID) async -> BackupWork? {
        guard let newest = work.values.filter({ $0.backup == backup }).max(by: { $0.id < $1.id }) else { return nil }
        if newest.isOpen, isServing {
            await withCheckedContinuation { outcomes[newest.id, default: []].append($0) }
        }
        return work[newest.id]
    }

    /// Lets those go who wait for the end of work.
    func settleOutcome(of work: Int) {
        outcomes.removeValue(forKey: work)?.forEach { $0.resume() }
    }

    /// Lets everybody go, since no more work will end.
    func settleOutcomes() {
        outcomes.values.forEach { $0.forEach { $0.resume() } }
        outcomes = [:]
    }

    /// Marks a completed backup as failed although its archive is whole, as a restore does that goes wrong.
    func spoil(_ id: StoredBackup.ID, on server: GameServer.ID) {
        fleet[server]?.shelf.update(id) { row in
            row.state = .failed
            row.changedAt = clock.now
        }
    }
}
