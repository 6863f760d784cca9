/// One emulated backup service. The raw value is its name in `--systems`, its path prefix and its context's name.
public enum SandboxSystem: String, Sendable, CaseIterable {
    /// Modrinth's Archon with world-based backups, deprecated but still answered.
    case archonV1 = "archon-v1"
    /// A Pterodactyl panel and its node.
    case pterodactyl

    /// The `provider:` of a configuration that speaks to this system.
    public var provider: String {
        switch self {
        case .archonV1: "archon"
        case .pterodactyl: "pterodactyl"
        }
    }

    /// The `api:` of that configuration, where the provider has several.
    var api: String? {
        switch self {
        case .archonV1: "v1"
        case .pterodactyl: nil
        }
    }

    /// Whether a server has several data sets, of which one is active.
    var hasWorlds: Bool {
        switch self {
        case .archonV1: true
        case .pterodactyl: false
        }
    }
}
