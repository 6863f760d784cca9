/// Writes the configuration in force as YAML that the program itself can read. Commands show their program only: an
/// argument may be a secret.
struct ConfigurationPrinter: Sendable {
    /// The file's values.
    let loaded: ConfigurationLoader.Loaded
    /// The values in force.
    let settings: EffectiveSettings
    /// The contexts to show.
    let contexts: [ContextConfiguration]

    /// The whole text, with a line end. A comment behind a value says what decided, where several things could.
    func text() -> String {
        let sections = [
            ["# \(commentSafe(loaded.location.path)), \(loaded.location.reason)", "version: 1"],
            contextsSection,
            defaultsSection,
            retentionSection,
            alarmsSection,
            sessionSection,
        ]
        return sections.flatMap(\.self).map { "\($0)\n" }.joined()
    }

    private var contextsSection: [String] {
        contexts.isEmpty ? ["contexts: {}"] : ["contexts:"] + contexts.flatMap(lines)
    }

    private func lines(_ context: ContextConfiguration) -> [String] {
        let access = settings.access(in: context)
        let freshness = settings.freshness(in: context, server: nil)
        var lines = ["  \(YAMLText.scalar(context.name)):", "    provider: \(context.provider.rawValue)"]
        if context.provider == .archon {
            lines.append("    api: \(context.api.rawValue)")
        }
        lines.append("    url: \(YAMLText.scalar(context.url.text))")
        let sources = [("token", context.token), ("write-token", context.writeToken), ("session", context.session)]
        for case let (key, source?) in sources {
            lines.append("    \(key): \(Self.redacted(source))")
        }
        if let file = context.certificateAuthorityFile {
            lines.append("    ca-file: \(YAMLText.scalar(file))")
        }
        lines.append("    access: \(access.value.rawValue)\(origin(access))")
        lines.append("    protected: \(context.isProtected)")
        lines.append("    freshness: \(DurationText.text(freshness.value))\(origin(freshness))")
        lines.append("    servers: \(YAMLText.list(context.servers))")
        guard !context.serverSettings.isEmpty else { return lines }
        lines.append("    server-settings:")
        for (server, setting) in context.serverSettings.sorted(by: { $0.key < $1.key }) {
            lines.append("      \(YAMLText.scalar(server)): \(Self.text(setting))")
        }
        return lines
    }

    private var defaultsSection: [String] {
        [
            "defaults:",
            "  refresh: \(DurationText.text(settings.refresh.value))\(origin(settings.refresh))",
            "  cancel-window: \(DurationText.text(settings.cancelWindow.value))\(origin(settings.cancelWindow))",
            "  safety-backup: \(settings.safetyBackup.value)\(origin(settings.safetyBackup))",
            "  download-dir: \(YAMLText.scalar(settings.downloadDirectory.value))\(origin(settings.downloadDirectory))",
            "  insecure-http: \(settings.insecureHTTP.value)\(origin(settings.insecureHTTP))",
        ]
    }

    private var retentionSection: [String] {
        let retention = loaded.configuration.retention
        let counts = [
            ("keep-last", retention.keepLast), ("keep-hourly", retention.keepHourly),
            ("keep-daily", retention.keepDaily), ("keep-weekly", retention.keepWeekly),
            ("keep-monthly", retention.keepMonthly), ("keep-yearly", retention.keepYearly),
            ("min-keep", retention.minimumKept),
        ]
        let within = retention.keepWithin.map { ["  keep-within: \(DurationText.text($0))"] } ?? []
        return ["retention:"] + counts.map { "  \($0): \($1)" } + within
    }

    private var alarmsSection: [String] {
        let alarms = loaded.configuration.alarms
        var lines = ["alarms:"]
        if let file = alarms.acknowledgementFile {
            lines.append("  ack-file: \(YAMLText.scalar(file))")
        }
        lines.append("  on-alarm: \(Self.redacted(alarms.onAlarm))")
        lines.append("  bell: \(alarms.ringsBell)")
        if let hours = alarms.quietHours {
            lines.append("  quiet-hours: \(YAMLText.scalar(hours.text))")
        }
        return lines
    }

    /// What flags and environment decide beyond the file; comments, since the file has no such keys.
    private var sessionSection: [String] {
        func line<Value>(_ name: String, _ setting: Setting<Value>?, _ text: (Value) -> String) -> String? {
            guard let setting, setting.origin != .builtIn else { return nil }
            return "# \(name): \(commentSafe(text(setting.value))) (\(setting.origin.text))"
        }
        return [
            line("context", settings.context) { $0 },
            line("server", settings.server) { $0 },
            line("world", settings.world) { $0 },
            line("color", settings.color) { $0.rawValue },
            line("ascii", settings.ascii) { "\($0)" },
            line("no-clock", settings.noClock) { "\($0)" },
            line("timeout", settings.timeout) { DurationText.text($0) },
            line("log-file", settings.logFile) { $0 },
        ].compactMap(\.self)
    }

    private static func redacted(_ source: TokenSource) -> String {
        switch source {
        case let .file(path): "{file: \(YAMLText.scalar(path))}"
        case let .command(words): "{command: \(redacted(words))}"
        case let .environment(name): "{env: \(YAMLText.scalar(name))}"
        case let .credential(name): "{credential: \(YAMLText.scalar(name))}"
        }
    }

    private static func redacted(_ command: [String]) -> String {
        YAMLText.list(command.prefix(1) + command.dropFirst().map { _ in "***" })
    }

    private static func text(_ setting: ServerSettings) -> String {
        let parts = [
            setting.freshness.map { "freshness: \(DurationText.text($0))" },
            setting.isProtected.map { "protected: \($0)" },
            "ignore: \(setting.isIgnored)",
        ]
        return "{\(parts.compactMap(\.self).joined(separator: ", "))}"
    }

    private func origin(_ setting: Setting<some Sendable>) -> String {
        "  # \(setting.origin.text)"
    }

    /// A line end in a name would end the comment.
    private func commentSafe(_ text: String) -> String {
        String(text.map { $0.isNewline ? "?" : $0 })
    }
}
