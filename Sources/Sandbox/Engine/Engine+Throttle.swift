import FoundationEssentials

extension Engine {
    /// Replaces the throttle of creates on every server; `nil` gives the usual one back, a limit of 0 none.
    func setThrottle(_ throttle: CreateThrottle?) {
        self.throttle = throttle ?? policy.throttle
    }

    /// Throws where too many backups were asked for of late. Deleted ones count too, failed ones do not.
    func checkThrottle(on server: GameServer.ID) throws(EngineError) {
        guard let throttle, throttle.limit > 0, throttle.period > 0 else { return }
        let period = throttle.period / max(1, clock.speed)
        // A skewed clock shifts what the service prints, not how much time has passed.
        let now = clock.unskewed
        let recent = (recentCreates[server] ?? []).filter { now.timeIntervalSince($0.at) < period }
        recentCreates[server] = recent
        guard recent.count >= throttle.limit, let newest = recent.last else { return }
        let wait = Int((newest.at.timeIntervalSince(now) + period).rounded(.up))
        throw .throttled(limit: throttle.limit, seconds: Int(period.rounded(.up)), retryAfter: wait)
    }

    /// Takes note of a create that counts.
    func countCreate(_ backup: StoredBackup.ID, on server: GameServer.ID) {
        recentCreates[server, default: []].append((backup, clock.unskewed))
    }

    /// Forgets a create that failed.
    func uncountCreate(_ backup: StoredBackup.ID, on server: GameServer.ID) {
        recentCreates[server]?.removeAll { $0.backup == backup }
    }
}
