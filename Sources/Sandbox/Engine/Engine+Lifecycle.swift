extension Engine {
    /// A server's lifecycle events from now on, and those missed since entry `number`, which are `nil` where that
    /// entry is not known. The stream ends early when its reader falls far behind.
    func lifecycle(
        of server: GameServer.ID,
        since number: Int?
    ) -> (missed: [LifecycleLog.Entry]?, stream: AsyncStream<LifecycleLog.Entry>) {
        let missed = number.map { lifecycle.missed(since: $0, of: server) } ?? []
        let (stream, token) = lifecycle.hub.subscribe(to: server)
        lifecycle.hub.onEnd(of: token) { [weak self] in
            Task { await self?.endLifecycle(token) }
        }
        return (missed, stream)
    }

    private func endLifecycle(_ token: Int) {
        lifecycle.hub.unsubscribe(token)
    }

    /// Tells that a backup has another name or lock, where it still exists.
    func tellChange(of id: StoredBackup.ID, on server: GameServer.ID) {
        guard let backup = fleet[server]?.shelf[id] else { return }
        lifecycle.append(.changed(id, backup.world, name: backup.name), of: server)
    }
}
