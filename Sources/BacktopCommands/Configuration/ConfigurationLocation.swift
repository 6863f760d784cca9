/// Which file is the configuration, and why this one.
struct ConfigurationLocation: Hashable, Sendable {
    /// What decided.
    enum Origin: Hashable, Sendable {
        /// `--config`.
        case flag
        /// `BACKTOP_CONFIG`.
        case environment
        /// `XDG_CONFIG_HOME`.
        case xdg
        /// `~/.config`.
        case home
    }

    /// The absolute path.
    let path: String
    /// What decided.
    let origin: Origin

    /// The place by precedence: `--config`, `BACKTOP_CONFIG`, `XDG_CONFIG_HOME`, `~/.config`; does not look whether
    /// the file exists. A place that was named is final: nothing falls back to another account's file.
    static func find(flag: String?, host: HostEnvironment) throws(ConfigurationError) -> ConfigurationLocation {
        if let flag {
            return try ConfigurationLocation(path: named(flag, by: "--config", host: host), origin: .flag)
        }
        if let variable = host.nonEmpty(EnvironmentName.config.rawValue) {
            return try ConfigurationLocation(
                path: named(variable, by: EnvironmentName.config.rawValue, host: host),
                origin: .environment
            )
        }
        // The XDG specification tells programs to ignore a relative path here.
        if let base = host.nonEmpty("XDG_CONFIG_HOME"), base.hasPrefix("/") {
            return ConfigurationLocation(path: PathText.joined(base, "backtop/config.yaml"), origin: .xdg)
        }
        guard let home = host.homeDirectory else {
            throw .badSettings(["there is no home folder to look in; set HOME, or name the file with --config"])
        }
        return ConfigurationLocation(path: PathText.joined(home, ".config/backtop/config.yaml"), origin: .home)
    }

    /// Why this place, for messages.
    var reason: String {
        switch origin {
        case .flag: "named by --config"
        case .environment: "named by \(EnvironmentName.config.rawValue)"
        case .xdg: "the place by XDG_CONFIG_HOME"
        case .home: "the usual place"
        }
    }

    /// The command that writes a starter file at this place.
    var initCommand: String {
        origin == .flag ? "backtop config init --config \(PathText.shellWord(path))" : "backtop config init"
    }

    private static func named(
        _ text: String,
        by source: String,
        host: HostEnvironment
    ) throws(ConfigurationError) -> String {
        guard !text.isEmpty else { throw .badSettings(["\(source) is empty; name a file"]) }
        switch PathText.absolute(text, folder: host.workingDirectory, home: host.homeDirectory) {
        case let .success(path): return path
        case let .failure(fault): throw .badSettings(["\(source): \(fault.text)"])
        }
    }
}
