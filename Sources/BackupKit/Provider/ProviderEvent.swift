/// Something a service told by itself. A stream of them never ends with an error: losing the link is an event too.
public enum ProviderEvent: Hashable, Sendable {
    /// The live feed is up (again): what happened before is not known, so list now.
    case connected
    /// The live feed is down; the provider goes on trying for ever.
    case disconnected(ProviderError)
    case progress(OperationReport)
    case power(PowerState)
    /// Something about the backups changed that the event does not spell out: list now.
    case backupsChanged
    /// Something about the server changed that the event does not spell out: read it now.
    case serverChanged
    /// An event or value this version does not know; counted, never fatal.
    case unrecognised(String)
}
