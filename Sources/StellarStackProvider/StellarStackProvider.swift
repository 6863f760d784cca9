public import BackupKit
public import ProviderSupport
public import ServiceClient

/// An account on a StellarStack panel.
public struct StellarStackProvider: ServiceProvider {
    private let settings: StellarStackSettings
    private let transports: ServiceTransports

    /// Makes a provider; nothing is asked yet.
    public init(_ settings: StellarStackSettings, transports: ServiceTransports) {
        self.settings = settings
        self.transports = transports
    }

    /// What generation A can do; a list tells when a server's panel turns out to be a later one.
    public var capabilities: ProviderCapabilities {
        .stellarStack
    }

    /// Reads servers and backups.
    public func reader() -> any BackupProvider {
        accountReader
    }

    private var accountReader: StellarStackReader {
        StellarStackReader(settings, transport: transports.reading)
    }

    /// Changes backups and power with the given token; an empty one leaves the session alone to prove the account.
    public func writer(with token: Secret) -> (any MutableBackupProvider)? {
        guard let transport = transports.writing else { return nil }
        var settings = settings
        settings.token = token
        return StellarStackWriter(settings, reader: accountReader, transport: transport)
    }

    /// Opens archives; nil in a read-only session, because a link takes a POST.
    public func downloader() -> (any BackupDownloader)? {
        transports.writing.map {
            StellarStackDownloader(settings, transport: $0, streaming: transports.streaming)
        }
    }
}
