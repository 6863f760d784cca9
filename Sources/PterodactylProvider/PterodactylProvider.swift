public import BackupKit
public import ProviderSupport
public import ServiceClient

/// An account on a Pterodactyl panel.
public struct PterodactylProvider: ServiceProvider {
    private let settings: PterodactylSettings
    private let transports: ServiceTransports
    private let memory: RestoreMemory

    /// Makes a provider; nothing is asked yet.
    public init(_ settings: PterodactylSettings, transports: ServiceTransports) {
        self.settings = settings
        self.transports = transports
        memory = RestoreMemory(clock: transports.clock)
    }

    /// What the client API can do.
    public var capabilities: ProviderCapabilities {
        .pterodactyl
    }

    /// Reads servers, backups and live events.
    public func reader() -> any BackupProvider {
        PterodactylReader(
            settings,
            transport: transports.reading,
            memory: memory,
            webSocket: transports.webSocket,
            clock: transports.clock,
            random: transports.random
        )
    }

    /// Changes backups and power with the given token.
    public func writer(with token: Secret) -> (any MutableBackupProvider)? {
        guard let transport = transports.writing else { return nil }
        let reading = PterodactylConnection(settings: settings, transport: transports.reading)
        var settings = settings
        settings.token = token
        return PterodactylWriter(settings, reading: reading, transport: transport, memory: memory)
    }

    /// Opens archives; reading is enough for that.
    public func downloader() -> (any BackupDownloader)? {
        PterodactylDownloader(settings, transport: transports.reading, streaming: transports.streaming)
    }
}
