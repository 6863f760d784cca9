/// The settings in force: flag, then `BACKTOP_*`, then context, then `defaults`, then built in. A value; it is read
/// once at the start.
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
        context = .given(("--context", options.context), (.context, environment.context))
        server = .given(("--server", options.server), (.server, environment.server))
        world = .given(("--world", options.world), (.world, environment.world))
        timeout = .given(("--timeout", options.timeout), (.timeout, environment.timeout))
        self.logFile = .given(("--log-file", logFile), (.logFile, environment.logFile))
        readOnly = .given(Self.flag("--read-only", options.readOnly), (.readOnly, environment.readOnly)) ?? .off
        ascii = .given(Self.flag("--ascii", options.ascii), (.ascii, environment.ascii)) ?? .off
        noClock = .given(Self.flag("--no-clock", options.noClock), (.noClock, environment.noClock)) ?? .off
        color = .given(("--color", options.color), (.color, environment.color)) ?? Self.standardColor(host)
        refresh = .chosen((.refresh, environment.refresh), defaults.refresh, builtIn: BuiltIn.refresh)
        cancelWindow = .chosen(
            (.cancelWindow, environment.cancelWindow),
            defaults.cancelWindow,
            builtIn: BuiltIn.cancelWindow
        )
        safetyBackup = .chosen((.safetyBackup, environment.safetyBackup), defaults.safetyBackup, builtIn: true)
        downloadDirectory = .chosen(
            (.downloadDirectory, environment.downloadDirectory),
            defaults.downloadDirectory,
            builtIn: host.workingDirectory
        )
        insecureHTTP = .chosen((.insecureHTTP, environment.insecureHTTP), defaults.insecureHTTP, builtIn: false)
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
        if let given = Setting.given(nil, (.freshness, environment.freshness)) {
            return given
        }
        if let value = server.flatMap({ context.serverSettings[$0]?.freshness }) ?? context.freshness {
            return Setting(value: value, origin: .context)
        }
        return Setting(value: BuiltIn.freshness, origin: .builtIn)
    }

    /// Whether severe acts on a server are raised to extreme; `server` is its id.
    func isProtected(in context: ContextConfiguration, server: String) -> Bool {
        context.serverSettings[server]?.isProtected ?? context.isProtected
    }

    /// A flag that is there says yes; one that is not says nothing.
    private static func flag(_ name: String, _ isGiven: Bool) -> (name: String, value: Bool?) {
        (name, isGiven ? true : nil)
    }

    /// What everybody's `NO_COLOR` says where nothing of ours does.
    private static func standardColor(_ host: HostEnvironment) -> Setting<ColorChoice> {
        host.nonEmpty("NO_COLOR") == nil
            ? Setting(value: .auto, origin: .builtIn)
            : Setting(value: .never, origin: .environment("NO_COLOR"))
    }

    private static func logFile(
        _ options: GlobalOptions,
        host: HostEnvironment
    ) throws(ConfigurationError) -> String? {
        guard let text = options.logFile else { return nil }
        switch PathText.absolute(text, folder: host.workingDirectory, home: host.homeDirectory) {
        case let .success(path): return path
        case let .failure(fault): throw .badSettings(["--log-file: \(fault.text)"])
        }
    }

    /// The values of the program itself.
    enum BuiltIn {
        static let refresh = Duration.seconds(30)
        static let cancelWindow = Duration.seconds(5)
        static let freshness = Duration.seconds(26 * 3600)
    }
}
