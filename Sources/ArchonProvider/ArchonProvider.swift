public import BackupKit
public import ProviderSupport
public import ServiceClient

/// An account on an Archon service.
public struct ArchonProvider: ServiceProvider {
    private let settings: ArchonSettings
    private let transports: ServiceTransports

    /// Makes a provider; nothing is asked yet.
    public init(_ settings: ArchonSettings, transports: ServiceTransports) {
        self.settings = settings
        self.transports = transports
    }

    /// What the API of the settings can do.
    public var capabilities: ProviderCapabilities {
        .archonV1
    }

    /// Reads servers, backups and live events.
    public func reader() -> any BackupProvider {
        ArchonReader(
            settings,
            transport: transports.reading,
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
        return ArchonWriter(settings, transport: transport)
    }

    /// This API has no download.
    public func downloader() -> (any BackupDownloader)? {
        nil
    }
}
