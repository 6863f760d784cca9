public import BackupKit
public import ProviderSupport
public import ServiceClient

/// An account on an Archon service. What its reader finds out about a server, its writers know.
public struct ArchonProvider: ServiceProvider {
    private let settings: ArchonSettings
    private let transports: ServiceTransports
    private let generations: ArchonGenerations

    /// Makes a provider; nothing is asked yet.
    public init(_ settings: ArchonSettings, transports: ServiceTransports) {
        self.settings = settings
        self.transports = transports
        generations = ArchonGenerations(settings.api)
    }

    /// What the API of the settings can do; where each server is asked, what is sure before. A list says what its own
    /// server can.
    public var capabilities: ProviderCapabilities {
        generations.fixed.map(ProviderCapabilities.archon) ?? .archonUndecided
    }

    /// Reads servers, backups and live events.
    public func reader() -> any BackupProvider {
        ArchonReader(
            settings,
            generations: generations,
            transport: transports.reading,
            streaming: transports.streaming,
            webSocket: transports.webSocket,
            clock: transports.clock,
            random: transports.random
        )
    }

    /// Changes backups and power with the given token.
    public func writer(with token: Secret) -> (any MutableBackupProvider)? {
        guard let transport = transports.writing else { return nil }
        var settings = settings
        settings.token = token
        return ArchonWriter(settings, generations: generations, transport: transport)
    }

    /// Opens archives; reading is enough for that.
    public func downloader() -> (any BackupDownloader)? {
        ArchonDownloader(settings, transport: transports.reading, streaming: transports.streaming)
    }
}
