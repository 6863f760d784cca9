/// One emulated backup service. The raw value is its name in `--systems`, its path prefix and its context's name.
public enum SandboxSystem: String, Sendable, CaseIterable {
    /// Modrinth's Archon with server-level backups, gone from the deployed service since March 2026.
    case archonV0 = "archon-v0"
    /// Modrinth's Archon with world-based backups, deprecated but still answered.
    case archonV1 = "archon-v1"
    /// Modrinth's Archon as it is today: a queue of operations, and the sync stream.
    case archonQueue = "archon-queue"
    /// A Pterodactyl panel and its node.
    case pterodactyl
    /// A StellarStack panel of generation A.
    case stellarstack
    /// The one cloud of VPS.org.
    case vpsorg

    /// The `provider:` of a configuration that speaks to this system.
    public var provider: String {
        switch self {
        case .archonV0, .archonV1, .archonQueue: "archon"
        case .pterodactyl, .stellarstack, .vpsorg: rawValue
        }
    }

    /// The `api:` of that configuration, where the provider has several.
    var api: String? {
        switch self {
        case .archonV0: "v0"
        case .archonV1: "v1"
        case .archonQueue: "queue"
        case .pterodactyl, .stellarstack, .vpsorg: nil
        }
    }

    /// Whether a server has several data sets, of which one is active.
    var hasWorlds: Bool {
        switch self {
        case .archonV0, .pterodactyl, .stellarstack, .vpsorg: false
        case .archonV1, .archonQueue: true
        }
    }
}
