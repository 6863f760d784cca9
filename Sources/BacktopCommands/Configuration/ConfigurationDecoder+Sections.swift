import Yams

extension ConfigurationDecoder {
    /// The `defaults` section.
    mutating func defaults(_ entry: YAMLFields.Entry) -> DefaultSettings {
        var result = DefaultSettings()
        guard var section = fields(
            of: entry.node,
            at: entry.keyPosition,
            named: "defaults",
            keys: ["refresh", "cancel-window", "safety-backup", "download-dir", "insecure-http"]
        ) else { return result }
        result.refresh = section.take("refresh").flatMap { duration($0, .refresh) }
        result.cancelWindow = section.take("cancel-window").flatMap { duration($0, .cancelWindow) }
        result.safetyBackup = section.take("safety-backup").flatMap { flag($0) }
        result.downloadDirectory = section.take("download-dir").flatMap { downloadDirectory($0) }
        result.insecureHTTP = section.take("insecure-http").flatMap { flag($0) }
        return result
    }

    /// The `retention` section.
    mutating func retention(_ entry: YAMLFields.Entry) -> RetentionSettings {
        var result = RetentionSettings()
        let counts: KeyValuePairs<String, WritableKeyPath<RetentionSettings, Int>> = [
            "keep-last": \.keepLast, "keep-hourly": \.keepHourly, "keep-daily": \.keepDaily,
            "keep-weekly": \.keepWeekly, "keep-monthly": \.keepMonthly, "keep-yearly": \.keepYearly,
        ]
        guard var section = fields(
            of: entry.node,
            at: entry.keyPosition,
            named: "retention",
            keys: counts.map(\.key) + ["keep-within", "min-keep"]
        ) else { return result }
        for (key, path) in counts {
            result[keyPath: path] = section.take(key).flatMap { count($0, 0 ... 10000) } ?? 0
        }
        result.keepWithin = section.take("keep-within").flatMap { duration($0, .keepWithin) }
        result.minimumKept = section.take("min-keep").flatMap { count($0, 1 ... 10000) } ?? result.minimumKept
        return result
    }

    /// The `alarms` section.
    mutating func alarms(_ entry: YAMLFields.Entry) -> AlarmSettings {
        var result = AlarmSettings()
        guard var section = fields(
            of: entry.node,
            at: entry.keyPosition,
            named: "alarms",
            keys: ["ack-file", "on-alarm", "bell", "quiet-hours"]
        ) else { return result }
        result.acknowledgementFile = section.take("ack-file").flatMap { path($0) }
        result.onAlarm = section.take("on-alarm").flatMap { optionalCommand($0) } ?? []
        result.ringsBell = section.take("bell").flatMap { flag($0) } ?? false
        result.quietHours = section.take("quiet-hours").flatMap { quietHours($0) }
        return result
    }

    /// Unlike other paths it counts from the folder the program is started in: there people look for downloads.
    private mutating func downloadDirectory(_ entry: YAMLFields.Entry) -> String? {
        guard let text = text(entry) else { return nil }
        return accept(
            PathText.absolute(text, folder: surroundings.workingDirectory, home: surroundings.home),
            entry
        )
    }

    private mutating func optionalCommand(_ entry: YAMLFields.Entry) -> [String]? {
        if case let .sequence(sequence) = entry.node, sequence.isEmpty {
            return []
        }
        return command(entry)
    }

    private mutating func quietHours(_ entry: YAMLFields.Entry) -> QuietHours? {
        guard let text = text(entry) else { return nil }
        if let hours = QuietHours(text: text) {
            return hours
        }
        note(ConfigurationProblem(
            position: entry.position,
            problem: "quiet-hours \(quoted(text)) is no span of a day",
            allowed: "write two different times like \"22:00-07:00\""
        ))
        return nil
    }
}
