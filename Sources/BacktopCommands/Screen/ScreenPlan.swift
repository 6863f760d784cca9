import AppCore
import BackupKit
import FoundationEssentials
import LocalState

/// Everything a screen session needs, read from configuration, environment and flags before the screen is touched.
struct ScreenPlan: Sendable {
    var contexts: [ProviderRegistry.Entry]
    var settings: Settings
    var server: String?
    var world: String?
    var color: ColorChoice
    var usesASCII: Bool
    /// Where the journal and the locks of this machine are.
    var stateFolder: String
    /// Where downloads go.
    var downloadDirectory: String
    var logFile: String?
    /// How long is waited for an answer; nil leaves it to each of what waits.
    var timeout: Duration?
    /// The log also tells what went well.
    var isVerbose: Bool
    /// The `alarms` section.
    var alarms: AlarmSettings
    /// Variables of the environment that hold secrets.
    var secretVariables: [String]
    var host: HostEnvironment

    /// Loads the configuration and fetches the tokens.
    static func make(_ options: GlobalOptions, host: HostEnvironment) async throws -> ScreenPlan {
        let loader = ConfigurationLoader(host: host, builtProviders: ProviderKind.built)
        let loaded = try loader.load(flag: options.config)
        let effective = try EffectiveSettings(options: options, host: host, configuration: loaded.configuration)
        let contexts = try loader.contexts(of: loaded, settings: effective)
        let resolver = TokenResolver(host: host)
        var entries: [ProviderRegistry.Entry] = []
        for context in contexts {
            try await entries.append(ProviderRegistry.entry(for: context, settings: effective, resolver: resolver))
        }
        var settings = Settings(effective, retention: RetentionPolicy(loaded.configuration.retention))
        settings.namedConfiguration = options.config
        return ScreenPlan(
            contexts: entries,
            settings: settings,
            server: effective.server?.value,
            world: effective.world?.value,
            color: effective.color.value,
            usesASCII: effective.ascii.value,
            stateFolder: StateFolder.path(host),
            downloadDirectory: effective.downloadDirectory.value,
            logFile: effective.logFile?.value,
            timeout: effective.timeout?.value,
            isVerbose: options.verbose,
            alarms: loaded.configuration.alarms,
            secretVariables: loaded.configuration.contexts.flatMap(\.secretVariables),
            host: host
        )
    }
}

extension ScreenPlan {
    /// The state a session begins with; `watchesFleet` where it reads all servers, not only what a command needs.
    func state(at now: Date, watchesFleet: Bool) -> AppState {
        var settings = settings
        settings.watchesFleet = watchesFleet
        return AppState(
            now: now,
            settings: settings,
            contexts: contexts.map(\.context),
            session: String(UInt64.random(in: .min ... .max), radix: 16),
            ids: IDSource(.random(in: .min ... .max), .random(in: .min ... .max)),
            wantedServer: server,
            wantedWorld: world
        )
    }

    /// What speaks to each context's service.
    var providers: [Context.ID: ProviderEffectHandler.Provider] {
        Dictionary(contexts.map { ($0.context.id, $0.provider) }, uniquingKeysWith: { first, _ in first })
    }

    /// The file of acknowledged alarms; nil where there is no place for one.
    var acknowledgements: (any AcknowledgementStore)? {
        if let path = alarms.acknowledgementFile { return AcknowledgementFile(path: path, isShared: true) }
        return stateFolder.isEmpty ? nil : AcknowledgementFile(path: stateFolder + "/acks")
    }

    /// What happens besides the screen when alarms begin.
    ///
    /// - Parameters:
    ///   - report: told why the user's program could not do its work, and with nil that it did.
    ///   - ring: makes the terminal ring; answers whether it could.
    @MainActor
    func bell(report: @escaping @MainActor (String?) -> Void, ring: @escaping () -> Bool) -> AlarmBell {
        let hook = alarms.onAlarm.isEmpty ? nil : AlarmHook(words: alarms.onAlarm, hidden: secretVariables) {
            await report($0)
        }
        return AlarmBell(alarms, hook: hook, ring: ring)
    }
}

extension Settings {
    init(_ settings: EffectiveSettings, retention: RetentionPolicy?) {
        self.init(
            // Without a word from the user each provider keeps its own pace.
            refresh: settings.refresh.origin == .builtIn ? nil : settings.refresh.value,
            cancelWindow: settings.cancelWindow.value,
            showsClock: !settings.noClock.value,
            isReadOnly: settings.readOnly.value,
            makesSafetyBackup: settings.safetyBackup.value,
            retention: retention
        )
    }
}

extension RetentionPolicy {
    /// The configured rules; nil where there are none.
    init?(_ settings: RetentionSettings) {
        guard !settings.isEmpty else { return nil }
        self.init(
            keepLast: settings.keepLast,
            keepHourly: settings.keepHourly,
            keepDaily: settings.keepDaily,
            keepWeekly: settings.keepWeekly,
            keepMonthly: settings.keepMonthly,
            keepYearly: settings.keepYearly,
            keepWithin: settings.keepWithin,
            minimumKept: settings.minimumKept
        )
    }
}
