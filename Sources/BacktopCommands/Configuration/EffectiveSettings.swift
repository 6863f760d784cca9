/// The settings in force: flag, then `BACKTOP_*`, then context, then `defaults`, then built in.
struct EffectiveSettings: Sendable {
    /// The context asked for; nil: none was, so all are shown.
    var context: Setting<String>?
    /// The id or name of the server asked for.
    var server: Setting<String>?
    /// The id of the world asked for.
    var world: Setting<String>?
    /// Whether writing is off everywhere, whatever the contexts say.
    var readOnly: Setting<Bool>
    /// When to use colours; `NO_COLOR` counts as the environment's `never`.
    var color: Setting<ColorChoice>
    /// Whether to draw with ASCII only.
    var ascii: Setting<Bool>
    /// Whether to leave out the clock and relative ages.
    var noClock: Setting<Bool>
    /// Time limit of one request or waiting command; nil: each has its own.
    var timeout: Setting<Duration>?
    /// Absolute path of the log; nil: no log.
    var logFile: Setting<String>?
    /// Time between two lists while nothing runs; a provider may need more.
    var refresh: Setting<Duration>
    /// Time in which any key stops a severe act; at least 3 s.
    var cancelWindow: Setting<Duration>
    /// Whether a restore first makes a backup of what it overwrites.
    var safetyBackup: Setting<Bool>
    /// Absolute folder for downloads.
    var downloadDirectory: Setting<String>
    /// Whether plain http may leave this machine.
    var insecureHTTP: Setting<Bool>

    private let environment: EnvironmentSettings

    /// Combines the layers; `configuration` is nil where there is no file, as for `demo`.
    init(options: GlobalOptions, host: HostEnvironment, configuration: Configuration?) throws(ConfigurationError) {
        let environment = try EnvironmentSettings.read(host)
        let logFile = try Self.logFile(options, host: host)
        let defaults = configuration?.defaults ?? DefaultSettings()
        self.environment = environment
        context = .given(
            flag: ("--context", options.context), environment: (EnvironmentName.context.rawValue, environment.context)
        )
        server = .given(
            flag: ("--server", options.server), environment: (EnvironmentName.server.rawValue, environment.server)
        )
        world = .given(
            flag: ("--world", options.world), environment: (EnvironmentName.world.rawValue, environment.world)
        )
        readOnly = .first(
            flag: ("--read-only", options.readOnly ? true : nil),
            environment: (EnvironmentName.readOnly.rawValue, environment.readOnly),
            builtIn: false
        )
        color = .first(
            flag: ("--color", options.color),
            environment: Self.color(environment, host: host),
            builtIn: .auto
        )
        ascii = .first(
            flag: ("--ascii", options.ascii ? true : nil), environment: (EnvironmentName.ascii.rawValue, environment.ascii),
            builtIn: false
        )
        noClock = .first(
            flag: ("--no-clock", options.noClock ? true : nil),
            environment: (EnvironmentName.noClock.rawValue, environment.noClock),
            builtIn: false
        )
        timeout = .given(
            flag: ("--timeout", options.timeout), environment: (EnvironmentName.timeout.rawValue, environment.timeout)
        )
        self.logFile = .given(
            flag: ("--log-file", logFile), environment: (EnvironmentName.logFile.rawValue, environment.logFile)
        )
        refresh = .first(
            environment: (EnvironmentName.refresh.rawValue, environment.refresh), defaults: defaults.refresh,
            builtIn: BuiltIn.refresh
        )
        cancelWindow = .first(
            environment: (EnvironmentName.cancelWindow.rawValue, environment.cancelWindow), defaults: defaults.cancelWindow,
            builtIn: BuiltIn.cancelWindow
        )
        safetyBackup = .first(
            environment: (EnvironmentName.safetyBackup.rawValue, environment.safetyBackup), defaults: defaults.safetyBackup,
            builtIn: true
        )
        downloadDirectory = .first(
            environment: (EnvironmentName.downloadDirectory.rawValue, environment.downloadDirectory),
            defaults: defaults.downloadDirectory,
            builtIn: host.workingDirectory
        )
        insecureHTTP = .first(
            environment: (EnvironmentName.insecureHTTP.rawValue, environment.insecureHTTP), defaults: defaults.insecureHTTP,
            builtIn: false
        )
    }

    /// What a session in `context` may do. Flag and environment can only take writing away, never give it.
    func access(in context: ContextConfiguration) -> Setting<ContextConfiguration.Access> {
        if readOnly.value {
            return Setting(value: .readOnly, origin: readOnly.origin)
        }
        return Setting(value: context.access, origin: context.positions["access"] == nil ? .builtIn : .context)
    }

    /// How old the last good backup of a server may be; `server` is its id, nil for the context as a whole.
    func freshness(in context: ContextConfiguration, server: String?) -> Setting<Duration> {
        .first(
            environment: (EnvironmentName.freshness.rawValue, environment.freshness),
            context: server.flatMap { context.serverSettings[$0]?.freshness } ?? context.freshness,
            builtIn: BuiltIn.freshness
        )
    }

    /// Whether severe acts on a server are raised to extreme; `server` is its id.
    func isProtected(in context: ContextConfiguration, server: String) -> Bool {
        context.serverSettings[server]?.isProtected ?? context.isProtected
    }

    private static func logFile(_ options: GlobalOptions, host: HostEnvironment) throws(ConfigurationError) -> String? {
        guard let text = options.logFile else { return nil }
        switch PathText.absolute(text, folder: host.workingDirectory, home: host.homeDirectory) {
        case let .success(path): return path
        case let .failure(fault): throw .badSettings(["--log-file: \(fault.text)"])
        }
    }

    private static func color(
        _ environment: EnvironmentSettings,
        host: HostEnvironment
    ) -> (name: String, value: ColorChoice?) {
        if let color = environment.color {
            return (EnvironmentName.color.rawValue, color)
        }
        return ("NO_COLOR", host.nonEmpty("NO_COLOR") == nil ? nil : .never)
    }

    /// The values of the program itself.
    enum BuiltIn {
        static let refresh = Duration.seconds(30)
        static let cancelWindow = Duration.seconds(5)
        static let freshness = Duration.seconds(26 * 3600)
    }
}
