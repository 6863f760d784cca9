/// What keeps a server from being used as usual.
enum ServerCondition: String, Sendable, CaseIterable {
    case normal
    case installing
    case installFailed = "install-failed"
    case reinstallFailed = "reinstall-failed"
    case suspended
    /// A restore runs.
    case restoring
    case transferring
    /// Its node is being worked on.
    case maintenance
    /// Its node does not answer.
    case nodeOffline = "node-offline"
    /// Its node has no room for another archive.
    case storageFull = "storage-full"
}
