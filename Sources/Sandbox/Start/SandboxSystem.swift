/// One emulated backup service. The raw value is its name in `--systems`, its path prefix and its context's name.
public enum SandboxSystem: String, Sendable, CaseIterable {
    /// Modrinth's Archon with world-based backups, deprecated but still answered.
    case archonV1 = "archon-v1"

    /// The `provider:` of a configuration that speaks to this system.
    var provider: String {
        switch self {
        case .archonV1: "archon"
        }
    }

    /// The `api:` of that configuration, where the provider has several.
    var api: String? {
        switch self {
        case .archonV1: "v1"
        }
    }
}
