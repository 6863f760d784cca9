import ArgumentParser

/// `backtop config`: everything about the configuration file.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write, find, check and show the configuration.",
        subcommands: [ConfigInit.self, ConfigPath.self, ConfigCheck.self, ConfigShow.self]
    )
}

/// `backtop config init`: writes a file to fill in, if there is none.
struct ConfigInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration to fill in; an existing one is left as it is."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Self.output(options, host: .current()).deliver()
    }

    /// Writes the file and prints its path.
    static func output(_ options: GlobalOptions, host: HostEnvironment) -> CommandOutput {
        do {
            let location = try ConfigurationLocation.find(flag: options.config, host: host)
            try StarterConfiguration.write(to: location.path)
            return CommandOutput(
                stdout: "\(location.path)\n",
                stderr: options.quiet ? "" : "Written. Fill in a context, then run `backtop config check`.\n"
            )
        } catch {
            return CommandOutput(failure: error)
        }
    }
}

/// `backtop config path`: prints the path that is or would be used.
struct ConfigPath: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the path of the configuration, whether it exists or not."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Self.output(options, host: .current()).deliver()
    }

    /// The path, as data.
    static func output(_ options: GlobalOptions, host: HostEnvironment) -> CommandOutput {
        do {
            let location = try ConfigurationLocation.find(flag: options.config, host: host)
            return CommandOutput(stdout: "\(location.path)\n")
        } catch {
            return CommandOutput(failure: error)
        }
    }
}

/// `backtop config check`: reads and checks everything that this machine alone can tell.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration and fetch its tokens, without showing them and without the network."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let host = HostEnvironment.current()
        let check = ConfigurationCheck(
            loader: ConfigurationLoader(host: host, builtProviders: ProviderKind.built),
            resolver: TokenResolver(host: host)
        )
        let options = options
        try BlockingWait.value { await check.run(options) }.deliver()
    }
}

/// `backtop config show`: prints what is in force, without secrets.
struct ConfigShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the configuration in force, with flags and environment applied and secrets left out."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Self.output(options, host: .current()).deliver()
    }

    /// The YAML, as data.
    static func output(_ options: GlobalOptions, host: HostEnvironment) -> CommandOutput {
        do {
            let loaded = try ConfigurationLoader(host: host, builtProviders: ProviderKind.built)
                .load(flag: options.config)
            let settings = try EffectiveSettings(options: options, host: host, configuration: loaded.configuration)
            let contexts = try loaded.selected(settings)
            let printer = ConfigurationPrinter(loaded: loaded, settings: settings, contexts: contexts)
            return CommandOutput(stdout: printer.text())
        } catch {
            return CommandOutput(failure: error)
        }
    }
}
