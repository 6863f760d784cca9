import BackupKit

/// What is known of the backup APIs that an account's servers have. The account's reader, writer and live feeds share
/// one: only the reader ever finds out, for each server at most one reading at a time.
actor ArchonGenerations {
    private let choice: ArchonSettings.Choice
    private var found: [Server.ID: ArchonSettings.API] = [:]
    private var searched: Set<Server.ID> = []
    private var waiting: [Server.ID: [Int: CheckedContinuation<Void, Never>]] = [:]
    private var lastNumber = 0

    /// Knows every server's API at once where the choice is a fixed one, and none otherwise.
    init(_ choice: ArchonSettings.Choice) {
        self.choice = choice
    }

    /// The API of every server; nil where each server is asked.
    nonisolated var fixed: ArchonSettings.API? {
        if case let .fixed(api) = choice { api } else { nil }
    }

    /// The server's API; nil until it was found out.
    func known(_ server: Server.ID) -> ArchonSettings.API? {
        fixed ?? found[server]
    }

    /// Waits until the server's API is known, without asking for it; nil when the task was cancelled before.
    func whenKnown(_ server: Server.ID) async -> ArchonSettings.API? {
        while known(server) == nil, !Task.isCancelled {
            await change(of: server)
        }
        return known(server)
    }

    /// The server's API, or nil for the one caller who shall find it out now and call `endSearch` afterwards. Others
    /// wait for what that one finds; throws when the task is cancelled meanwhile.
    func search(_ server: Server.ID) async throws(CancellationError) -> ArchonSettings.API? {
        while true {
            if let api = known(server) { return api }
            if searched.insert(server).inserted { return nil }
            if Task.isCancelled { throw CancellationError() }
            await change(of: server)
        }
    }

    /// Lets the caller look for another API than the one that was found out and is not there any more, as after
    /// `search`; until one is found the old one stands. False where the choice is fixed or somebody else has begun.
    func beginSearch(_ server: Server.ID, insteadOf api: ArchonSettings.API) -> Bool {
        fixed == nil && found[server] == api && searched.insert(server).inserted
    }

    /// Remembers the API that answered for a server; nil where none did, so that the next reading tries again.
    func endSearch(_ server: Server.ID, found api: ArchonSettings.API?) {
        searched.remove(server)
        if let api { found[server] = api }
        for waiter in (waiting.removeValue(forKey: server) ?? [:]).values {
            waiter.resume()
        }
    }

    /// Returns when something may have become known, or when the task is cancelled.
    private func change(of server: Server.ID) async {
        lastNumber += 1
        let number = lastNumber
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[server, default: [:]][number] = continuation
                }
            }
        } onCancel: {
            Task { await self.giveUp(number, on: server) }
        }
    }

    private func giveUp(_ number: Int, on server: Server.ID) {
        waiting[server]?.removeValue(forKey: number)?.resume()
    }
}
