/// What the `BACKTOP_*` variables say, checked; nil where they say nothing.
struct EnvironmentSettings: Hashable, Sendable {
    var context: String?
    var server: String?
    var world: String?
    var readOnly: Bool?
    var color: ColorChoice?
    var ascii: Bool?
    var noClock: Bool?
    var timeout: Duration?
    var logFile: String?
    var refresh: Duration?
    var cancelWindow: Duration?
    var safetyBackup: Bool?
    var downloadDirectory: String?
    var insecureHTTP: Bool?
    var freshness: Duration?

    /// Reads the variables; everything that is wrong is thrown at once, one message per variable.
    static func read(_ host: HostEnvironment) throws(ConfigurationError) -> EnvironmentSettings {
        var reader = Reader(host: host)
        let settings = EnvironmentSettings(
            context: host.nonEmpty(EnvironmentName.context.rawValue),
            server: host.nonEmpty(EnvironmentName.server.rawValue),
            world: host.nonEmpty(EnvironmentName.world.rawValue),
            readOnly: reader.flag(.readOnly),
            color: reader.value(.color) { ColorChoice.parse($0) },
            ascii: reader.flag(.ascii),
            noClock: reader.flag(.noClock),
            timeout: reader.value(.timeout) { TimeoutText.parse($0) },
            logFile: reader.path(.logFile),
            refresh: reader.value(.refresh) { DurationLimits.refresh.parse($0) },
            cancelWindow: reader.value(.cancelWindow) { DurationLimits.cancelWindow.parse($0) },
            safetyBackup: reader.flag(.safetyBackup),
            downloadDirectory: reader.path(.downloadDirectory),
            insecureHTTP: reader.flag(.insecureHTTP),
            freshness: reader.value(.freshness) { DurationLimits.freshness.parse($0) }
        )
        guard reader.messages.isEmpty else { throw .badSettings(reader.messages) }
        return settings
    }

    private struct Reader {
        let host: HostEnvironment
        var messages: [String] = []

        mutating func value<Value>(
            _ name: EnvironmentName,
            _ parse: (String) -> Result<Value, SettingFault>
        ) -> Value? {
            guard let text = host.nonEmpty(name.rawValue) else { return nil }
            switch parse(text) {
            case let .success(value):
                return value
            case let .failure(fault):
                messages.append("\(name.rawValue): \(fault.text)")
                return nil
            }
        }

        mutating func flag(_ name: EnvironmentName) -> Bool? {
            value(name) { SwitchText.parse($0, words: ["1": true, "true": true, "0": false, "false": false]) }
        }

        mutating func path(_ name: EnvironmentName) -> String? {
            let host = host
            return value(name) {
                PathText.absolute($0, folder: host.workingDirectory, home: host.homeDirectory)
            }
        }
    }
}
