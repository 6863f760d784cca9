import Testing
@testable import BacktopCommands

@Suite("Every documented key is read")
struct ConfigurationKeysTests {
    private static let documented = """
    version: 1
    contexts:
      smp:
        provider: archon              # archon | pterodactyl | stellarstack | vpsorg
        api: auto                     # archon only: auto | v0 | v1 | queue
        url: https://archon.modrinth.com      # a path prefix is kept
        token: {file: ~/.config/backtop/smp.token}
        write-token: {command: [pass, show, smp-rw]}
        ca-file: private-ca.pem
        access: read-write
        protected: false
        freshness: 26h
        servers: []
        server-settings: {1a2b3c4d: {freshness: 7d, protected: true, ignore: false}}
      stars:
        provider: stellarstack
        url: https://panel.example.net/panel/
        session: {file: cookie}
    defaults: {refresh: 30s, cancel-window: 5s, safety-backup: true, download-dir: ., insecure-http: false}
    retention: {keep-last: 3, keep-daily: 7, min-keep: 1}
    alarms: {ack-file: ~/.local/state/backtop/acks, on-alarm: [], bell: false, quiet-hours: "22:00-07:00"}
    """

    @Test("the documented example is read as it stands")
    func documentedExample() throws {
        let configuration = try decode(Self.documented)
        #expect(configuration.contexts.map(\.name) == ["smp", "stars"])
        let smp = try #require(configuration.context(named: "smp"))
        #expect(smp.provider == .archon)
        #expect(smp.api == .auto)
        #expect(smp.url.text == "https://archon.modrinth.com")
        #expect(smp.token == .file(path: "/home/me/.config/backtop/smp.token"))
        #expect(smp.writeToken == .command(["pass", "show", "smp-rw"]))
        #expect(smp.certificateAuthorityFile == "/etc/backtop/private-ca.pem")
        #expect(smp.access == .readWrite)
        #expect(!smp.isProtected)
        #expect(smp.freshness == .seconds(26 * 3600))
        #expect(smp.servers == [])
        let special = ServerSettings(freshness: .seconds(7 * 86400), isProtected: true, isIgnored: false)
        #expect(smp.serverSettings == ["1a2b3c4d": special])
        let stars = try #require(configuration.context(named: "stars"))
        #expect(stars.session == .file(path: "/etc/backtop/cookie"))
        #expect(stars.token == nil)
        #expect(stars.url.pathPrefix == "/panel")
    }

    @Test("the example's sections are read")
    func documentedSections() throws {
        let configuration = try decode(Self.documented)
        #expect(configuration.defaults == DefaultSettings(
            refresh: .seconds(30),
            cancelWindow: .seconds(5),
            safetyBackup: true,
            downloadDirectory: "/here",
            insecureHTTP: false
        ))
        #expect(configuration.retention == RetentionSettings(keepLast: 3, keepDaily: 7, minimumKept: 1))
        #expect(configuration.alarms.acknowledgementFile == "/home/me/.local/state/backtop/acks")
        #expect(configuration.alarms.onAlarm == [])
        #expect(!configuration.alarms.ringsBell)
        #expect(configuration.alarms.quietHours?.text == "22:00-07:00")
    }

    @Test("a context without options is read-only, unprotected and shows all servers")
    func contextDefaults() throws {
        let context = try #require(try decode(contextFile()).contexts.first)
        #expect(context.access == .readOnly)
        #expect(!context.isProtected)
        #expect(context.servers.isEmpty)
        #expect(context.api == .auto)
        #expect(context.freshness == nil)
        #expect(context.writeToken == nil)
    }

    @Test("every provider of the documentation is accepted", arguments: ProviderKind.allCases)
    func providers(provider: ProviderKind) throws {
        let configuration = try decode(contextFile(provider: provider.rawValue))
        #expect(configuration.contexts.first?.provider == provider)
    }

    @Test("every generation of Archon's API is accepted", arguments: ArchonAPI.allCases)
    func apis(api: ArchonAPI) throws {
        #expect(try decode(contextFile("api: \(api.rawValue)")).contexts.first?.api == api)
    }

    @Test("every retention rule is read")
    func retention() throws {
        let configuration = try decode("""
        version: 1
        retention:
          keep-last: 1
          keep-hourly: 2
          keep-daily: 3
          keep-weekly: 4
          keep-monthly: 5
          keep-yearly: 6
          keep-within: 30d
          min-keep: 7
        """)
        #expect(configuration.retention == RetentionSettings(
            keepLast: 1, keepHourly: 2, keepDaily: 3, keepWeekly: 4, keepMonthly: 5, keepYearly: 6,
            keepWithin: .seconds(30 * 86400), minimumKept: 7
        ))
    }

    @Test("without the sections nothing is set, and one backup is always kept")
    func noSections() throws {
        let configuration = try decode("version: 1\n")
        #expect(configuration == Configuration())
        #expect(configuration.retention.minimumKept == 1)
        #expect(configuration.retention.isEmpty)
    }

    @Test("ids that look like numbers stay as they are written")
    func idsStayText() throws {
        let file = contextFile("servers: [00123, 1e5, 0x1f, survival]", "server-settings: {00123: {ignore: true}}")
        let context = try #require(try decode(file).contexts.first)
        #expect(context.servers == ["00123", "1e5", "0x1f", "survival"])
        #expect(context.serverSettings["00123"]?.isIgnored == true)
    }

    @Test("an alarm program with a slash becomes a full path, its arguments stay")
    func onAlarm() throws {
        let configuration = try decode("version: 1\nalarms: {on-alarm: [bin/alarm, ./x], bell: true}\n")
        #expect(configuration.alarms.onAlarm == ["/etc/backtop/bin/alarm", "./x"])
        #expect(configuration.alarms.ringsBell)
    }

    @Test("downloads count from the folder the program starts in, other paths from the file's")
    func pathBases() throws {
        let configuration = try decode("""
        version: 1
        defaults: {download-dir: ./downloads}
        alarms: {ack-file: acks}
        """)
        #expect(configuration.defaults.downloadDirectory == "/here/downloads")
        #expect(configuration.alarms.acknowledgementFile == "/etc/backtop/acks")
    }

    @Test("flow, block, quoted and anchored forms of YAML mean the same")
    func forms() throws {
        let configuration = try decode("""
        {"version": "1", 'contexts': {a: {provider: "archon", url: 'https://a.net', token: &t {env: T}},
          b: {provider: vpsorg, url: https://b.net, token: *t}}}
        """)
        #expect(configuration.contexts.map(\.token) == [.environment(name: "T"), .environment(name: "T")])
    }

    @Test("each key of a context knows its place")
    func positions() throws {
        let context = try #require(try decode(contextFile("access: read-only")).contexts.first)
        #expect(context.position(of: "provider") == SourcePosition(line: 4, column: 15))
        #expect(context.position(of: "token") == SourcePosition(line: 6, column: 12))
        #expect(context.position(of: "session") == SourcePosition(line: 3, column: 3))
    }
}
