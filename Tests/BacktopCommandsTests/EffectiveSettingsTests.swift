import ArgumentParser
import Testing
@testable import BacktopCommands

@Suite("Which setting wins")
struct EffectiveSettingsTests {
    private func settings(
        _ arguments: [String] = [],
        _ variables: [String: String] = [:],
        _ configuration: Configuration? = nil
    ) throws -> EffectiveSettings {
        let host = HostEnvironment(variables: variables, homeDirectory: "/home/me", workingDirectory: "/here")
        return try EffectiveSettings(
            options: GlobalOptions.parse(arguments),
            host: host,
            configuration: configuration
        )
    }

    private let context = """
    version: 1
    contexts:
      smp:
        provider: archon
        url: https://a.net
        token: {env: T}
        access: read-write
        freshness: 2d
        protected: true
        server-settings: {s1: {freshness: 7d, protected: false}, s2: {ignore: true}}
    defaults: {refresh: 45s, cancel-window: 9s, safety-backup: false, download-dir: /d, insecure-http: true}
    """

    @Test("a flag wins over the environment")
    func flagFirst() throws {
        let variables = [
            "BACKTOP_CONTEXT": "e", "BACKTOP_SERVER": "e", "BACKTOP_WORLD": "e", "BACKTOP_COLOR": "never",
            "BACKTOP_TIMEOUT": "5", "BACKTOP_LOG_FILE": "/e",
        ]
        let arguments = [
            "--context", "f", "--server", "f", "--world", "f", "--color", "always", "--timeout", "7", "--log-file", "f",
        ]
        let both = try settings(arguments, variables)
        #expect(both.context == Setting(value: "f", origin: .flag("--context")))
        #expect(both.server == Setting(value: "f", origin: .flag("--server")))
        #expect(both.world == Setting(value: "f", origin: .flag("--world")))
        #expect(both.color == Setting(value: .always, origin: .flag("--color")))
        #expect(both.timeout == Setting(value: .seconds(7), origin: .flag("--timeout")))
        #expect(both.logFile == Setting(value: "/here/f", origin: .flag("--log-file")))
        let environment = try settings([], variables)
        #expect(environment.context == Setting(value: "e", origin: .environment("BACKTOP_CONTEXT")))
        #expect(environment.server?.value == "e")
        #expect(environment.world?.value == "e")
        #expect(environment.color.value == .never)
        #expect(environment.timeout?.value == .seconds(5))
        #expect(environment.logFile?.value == "/e")
    }

    @Test("switches come from the flag or the environment")
    func switches() throws {
        let none = try settings()
        #expect([none.readOnly.value, none.ascii.value, none.noClock.value] == [false, false, false])
        let flags = try settings(["--read-only", "--ascii", "--no-clock"])
        #expect([flags.readOnly, flags.ascii, flags.noClock].map(\.value) == [true, true, true])
        #expect(flags.ascii.origin == .flag("--ascii"))
        let variables = ["BACKTOP_READ_ONLY": "1", "BACKTOP_ASCII": "true", "BACKTOP_NO_CLOCK": "1"]
        let environment = try settings([], variables)
        #expect([environment.readOnly, environment.ascii, environment.noClock].map(\.value) == [true, true, true])
    }

    @Test("the environment wins over the file's defaults, and those over the program")
    func environmentThenDefaults() throws {
        let configuration = try decode(context)
        let builtIn = try settings()
        #expect(builtIn.refresh == Setting(value: .seconds(30), origin: .builtIn))
        #expect(builtIn.cancelWindow == Setting(value: .seconds(5), origin: .builtIn))
        #expect(builtIn.safetyBackup == Setting(value: true, origin: .builtIn))
        #expect(builtIn.downloadDirectory == Setting(value: "/here", origin: .builtIn))
        #expect(builtIn.insecureHTTP == Setting(value: false, origin: .builtIn))
        let file = try settings([], [:], configuration)
        #expect(file.refresh == Setting(value: .seconds(45), origin: .defaults))
        #expect(file.cancelWindow == Setting(value: .seconds(9), origin: .defaults))
        #expect(file.safetyBackup == Setting(value: false, origin: .defaults))
        #expect(file.downloadDirectory == Setting(value: "/d", origin: .defaults))
        #expect(file.insecureHTTP == Setting(value: true, origin: .defaults))
        let environment = try settings([], [
            "BACKTOP_REFRESH": "1m", "BACKTOP_CANCEL_WINDOW": "3s", "BACKTOP_SAFETY_BACKUP": "true",
            "BACKTOP_DOWNLOAD_DIR": "~/e", "BACKTOP_INSECURE_HTTP": "0",
        ], configuration)
        #expect(environment.refresh == Setting(value: .seconds(60), origin: .environment("BACKTOP_REFRESH")))
        #expect(environment.cancelWindow.value == .seconds(3))
        #expect(environment.safetyBackup.value)
        #expect(environment.downloadDirectory.value == "/home/me/e")
        #expect(!environment.insecureHTTP.value)
    }

    @Test("flag and environment can take writing away, and nothing but the context gives it")
    func access() throws {
        let configuration = try decode(context)
        let writing = try #require(configuration.contexts.first)
        var reading = writing
        reading.access = .readOnly
        #expect(try settings().access(in: writing) == Setting(value: .readWrite, origin: .context))
        let flagged = try settings(["--read-only"]).access(in: writing)
        #expect(flagged == Setting(value: .readOnly, origin: .flag("--read-only")))
        #expect(try settings([], ["BACKTOP_READ_ONLY": "1"]).access(in: writing).value == .readOnly)
        #expect(try settings([], ["BACKTOP_READ_ONLY": "0"]).access(in: writing).value == .readWrite)
        #expect(try settings([], ["BACKTOP_READ_ONLY": "0"]).access(in: reading).value == .readOnly)
        #expect(try settings(["--read-only"], ["BACKTOP_READ_ONLY": "0"]).access(in: writing).value == .readOnly)
    }

    @Test("freshness: environment, then server, then context, then 26 h")
    func freshness() throws {
        let context = try #require(try decode(context).contexts.first)
        var plain = context
        plain.freshness = nil
        let file = try settings()
        #expect(file.freshness(in: context, server: "s1").value == .seconds(7 * 86400))
        #expect(file.freshness(in: context, server: "s2").value == .seconds(2 * 86400))
        #expect(file.freshness(in: context, server: nil).value == .seconds(2 * 86400))
        #expect(file.freshness(in: plain, server: "s2") == Setting(value: .seconds(26 * 3600), origin: .builtIn))
        let environment = try settings([], ["BACKTOP_FRESHNESS": "1h"])
        #expect(environment.freshness(in: context, server: "s1").value == .seconds(3600))
    }

    @Test("protection: the server's word, else the context's")
    func protection() throws {
        let context = try #require(try decode(context).contexts.first)
        let settings = try settings()
        #expect(!settings.isProtected(in: context, server: "s1"))
        #expect(settings.isProtected(in: context, server: "s2"))
        #expect(settings.isProtected(in: context, server: "s3"))
    }

    @Test("NO_COLOR counts unless something of ours says otherwise")
    func noColor() throws {
        #expect(try settings([], ["NO_COLOR": "1"]).color == Setting(value: .never, origin: .environment("NO_COLOR")))
        #expect(try settings([], ["NO_COLOR": ""]).color.value == .auto)
        #expect(try settings([], ["NO_COLOR": "1", "BACKTOP_COLOR": "always"]).color.value == .always)
        #expect(try settings(["--color", "auto"], ["NO_COLOR": "1"]).color.value == .auto)
    }

    @Test("bad variables are all told, each with its name and what is allowed")
    func badVariables() throws {
        let error = try #require(#expect(throws: ConfigurationError.self) {
            try settings([], [
                "BACKTOP_REFRESH": "30", "BACKTOP_CANCEL_WINDOW": "1s", "BACKTOP_ASCII": "yes", "BACKTOP_COLOR": "nevr",
            ])
        })
        #expect(error.exitCode == 2)
        #expect(error.description == """
        BACKTOP_COLOR: "nevr" is not known; allowed: auto, always, never (did you mean never?)
        BACKTOP_ASCII: "yes" is neither yes nor no; allowed: 1, true, 0, false (did you mean 1?)
        BACKTOP_REFRESH: "30" has no unit; write a whole number with s, m, h or d, like 30s, 5m, 26h or 7d \
        (did you mean 30s?)
        BACKTOP_CANCEL_WINDOW: "1s" is too short; at least 3s, at most 10m
        """)
    }

    @Test("every setting of the program has a variable of its own")
    func names() {
        let names = EnvironmentName.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("BACKTOP_") })
    }
}
