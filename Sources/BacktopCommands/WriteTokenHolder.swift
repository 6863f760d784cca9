import BackupKit
import ProviderSupport

/// A writer whose token is fetched when the first act needs it, and anew when none did for a while.
actor WriteTokenHolder: MutableBackupProvider {
    /// Longer than any pause between two requests of one workflow.
    private static let keepFor: Duration = .seconds(900)

    private let fetch: @Sendable () async throws(ProviderError) -> Secret
    private let makeWriter: @Sendable (Secret) -> (any MutableBackupProvider)?
    private var writer: (any MutableBackupProvider)?
    private let keepsForever: Bool
    private var usedAt = ContinuousClock.now
    /// Workflows under way: the token is kept until the last one ends.
    private var workCount = 0

    /// - Parameters:
    ///   - first: a token that is known already and is kept; nil fetches one when needed.
    init(
        first: Secret?,
        fetch: @escaping @Sendable () async throws(ProviderError) -> Secret,
        makeWriter: @escaping @Sendable (Secret) -> (any MutableBackupProvider)?
    ) {
        self.fetch = fetch
        self.makeWriter = makeWriter
        writer = first.flatMap(makeWriter)
        keepsForever = first != nil
    }

    private func current() async throws(ProviderError) -> any MutableBackupProvider {
        let isFresh = keepsForever || workCount > 0 || ContinuousClock.now - usedAt < Self.keepFor
        usedAt = .now
        if let writer, isFresh { return writer }
        // Forgotten before the fetch, so that one that fails cannot leave the old token in use.
        writer = nil
        guard let made = try await makeWriter(fetch()) else {
            throw ProviderError(.unsupported, "This session is read-only: nothing was sent")
        }
        writer = made
        return made
    }

    /// Fetches the token before the re-check, so that no reading grows old over it.
    func beginWork() async throws(ProviderError) {
        _ = try await current()
        workCount += 1
    }

    func endWork() {
        workCount = max(0, workCount - 1)
        usedAt = .now
    }

    func createBackup(_ draft: BackupDraft, at location: BackupLocation) async throws(ProviderError) -> Backup.ID {
        try await current().createBackup(draft, at: location)
    }

    func restore(
        _ backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        try await current().restore(backup, options, at: location)
    }

    func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        try await current().delete(backups, at: location)
    }

    func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        try await current().setLock(isLocked, on: backup, at: location)
    }

    func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await current().cancel(run, at: location)
    }

    func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await current().acknowledge(run, at: location)
    }

    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        try await current().delete(backup, at: location)
    }

    func rename(_ backup: Backup.ID, to name: String, at location: BackupLocation) async throws(ProviderError) {
        try await current().rename(backup, to: name, at: location)
    }

    func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        try await current().retry(backup, at: location)
    }

    func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        try await current().power(signal, server: server)
    }
}
