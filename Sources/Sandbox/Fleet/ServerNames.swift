extension SandboxSystem {
    /// What the servers of a system are called. No name stands in two systems: one that does cannot be typed as a
    /// confirmation.
    var serverNames: [String] {
        switch self {
        case .archonV0:
            ["old-smp", "old-creative", "old-skyblock", "old-modded", "old-lobby", "old-arena", "old-hard", "old-test"]
        case .archonV1:
            ["smp-main", "creative-hub", "skyblock-eu", "modded-atm", "lobby", "minigames", "hardcore", "anarchy"]
        case .archonQueue:
            ["survival", "creative", "oneblock", "modpack", "hub", "bedwars", "ironman", "factions"]
        case .pterodactyl:
            ["ptero-smp", "valheim", "terraria", "rust-eu", "factorio", "velocity", "ark-island", "zomboid"]
        case .stellarstack:
            ["stellar-smp", "palworld", "satisfactory", "enshrouded", "seven-days", "conan", "dayz", "unturned"]
        case .vpsorg:
            ["web-01", "db-01", "mail-01", "ci-runner", "edge-2", "staging", "backup-host", "bastion"]
        }
    }
}
