public import BackupKit
public import ProviderSupport
public import ServiceClient

/// A VPS.org account.
public struct VPSOrgProvider: ServiceProvider {
    private let settings: VPSOrgSettings
    private let transports: ServiceTransports
    /// Reader and writer share it, so that a change is never followed by an old list.
    private let list: VPSOrgServerList

    /// Makes a provider; nothing is asked yet.
    public init(_ settings: VPSOrgSettings, transports: ServiceTransports) {
        self.settings = settings
        self.transports = transports
        list = VPSOrgReader.serverList(settings, transport: transports.reading, clock: transports.clock)
    }

    /// What the documented API can do.
    public var capabilities: ProviderCapabilities {
        .vpsOrg
    }

    /// Reads servers and backups.
    public func reader() -> any BackupProvider {
        VPSOrgReader(settings, transport: transports.reading, list: list)
    }

    /// Changes backups with the given token.
    public func writer(with token: Secret) -> (any MutableBackupProvider)? {
        guard let transport = transports.writing else { return nil }
        var settings = settings
        settings.token = token
        return VPSOrgWriter(settings, transport: transport, list: list)
    }

    /// The service gives no archives out.
    public func downloader() -> (any BackupDownloader)? {
        nil
    }
}
