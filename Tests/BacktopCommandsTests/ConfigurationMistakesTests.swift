import Testing
@testable import BacktopCommands

@Suite("Every mistake is told with its place and the way out")
struct ConfigurationMistakesTests {
    @Test("an unknown key at the top names the allowed ones and the likely one")
    func unknownTopKey() {
        #expect(complaints("version: 1\ncontext: {}\n") == [
            "c.yaml:2:1: unknown key \"context\" in the file; "
                + "allowed: version, contexts, defaults, retention, alarms (did you mean contexts?)",
        ])
    }

    @Test("an unknown key in a context")
    func unknownContextKey() {
        #expect(complaints(contextFile("write_token: {env: X}")) == [
            "c.yaml:7:5: unknown key \"write_token\" in context smp; allowed: provider, api, url, token, write-token, "
                + "session, ca-file, access, protected, freshness, servers, server-settings "
                + "(did you mean write-token?)",
        ])
    }

    @Test("unknown keys in defaults, retention, alarms and a server's settings")
    func unknownSectionKeys() {
        let lines = complaints(contextFile("server-settings: {a1: {color: red}}") + """
        defaults: {refersh: 1s}
        retention:
          keep-lats: 3
        alarms: {zzz: 1}
        """)
        #expect(lines == [
            "c.yaml:7:28: unknown key \"color\" in the settings of server \"a1\"; "
                + "allowed: freshness, protected, ignore",
            "c.yaml:8:12: unknown key \"refersh\" in defaults; allowed: refresh, cancel-window, safety-backup, "
                + "download-dir, insecure-http (did you mean refresh?)",
            "c.yaml:10:3: unknown key \"keep-lats\" in retention; allowed: keep-last, keep-hourly, keep-daily, "
                + "keep-weekly, keep-monthly, keep-yearly, keep-within, min-keep (did you mean keep-last?)",
            "c.yaml:11:10: unknown key \"zzz\" in alarms; allowed: ack-file, on-alarm, bell, quiet-hours",
        ])
    }

    @Test("an unknown provider is told with the known ones")
    func unknownProvider() {
        #expect(complaints(contextFile(provider: "pterodactil")) == [
            "c.yaml:4:15: provider \"pterodactil\" is not known; "
                + "allowed: archon, pterodactyl, stellarstack, vpsorg (did you mean pterodactyl?)",
        ])
    }

    @Test("an unknown api, and an api where there is none")
    func badAPI() {
        #expect(complaints(contextFile("api: v2")) == [
            "c.yaml:7:10: api \"v2\" is not known; allowed: auto, v0, v1, queue (did you mean v0?)",
        ])
        #expect(complaints(contextFile("api: v1", provider: "vpsorg")) == [
            "c.yaml:7:5: api does not belong to provider vpsorg; remove it; only archon has api",
        ])
    }

    @Test("a session belongs to StellarStack only")
    func sessionElsewhere() {
        #expect(complaints(contextFile("session: {env: COOKIE}")) == [
            "c.yaml:7:5: session does not belong to provider archon; remove it; only stellarstack has session",
        ])
    }

    @Test("a session elsewhere does not stand for the token")
    func sessionIsNoToken() {
        let lines = complaints("version: 1\ncontexts: {a: {provider: vpsorg, url: https://a.net, session: {env: C}}}\n")
        #expect(lines.map { $0.prefix(40) } == [
            "c.yaml:2:12: context a has no token; add",
            "c.yaml:2:54: session does not belong to ",
        ])
    }

    @Test("missing provider, url and token are told at the context's name, all at once")
    func missingKeys() {
        #expect(complaints("version: 1\ncontexts:\n  a: {}\n  bb:\n    access: read-only\n") == [
            "c.yaml:3:3: context a has no provider; "
                + "add provider, one of archon, pterodactyl, stellarstack, vpsorg",
            "c.yaml:3:3: context a has no token; add token, like token: {file: NAME}, "
                + "{command: [program, argument]}, {env: NAME} or {credential: NAME}",
            "c.yaml:3:3: context a has no url; add url, like url: https://panel.example.net",
            "c.yaml:4:3: context bb has no provider; "
                + "add provider, one of archon, pterodactyl, stellarstack, vpsorg",
            "c.yaml:4:3: context bb has no token; add token, like token: {file: NAME}, "
                + "{command: [program, argument]}, {env: NAME} or {credential: NAME}",
            "c.yaml:4:3: context bb has no url; add url, like url: https://panel.example.net",
        ])
    }

    @Test("StellarStack needs a token or a session, and neither is a mistake")
    func stellarStackSecrets() throws {
        let file = "version: 1\ncontexts: {s: {provider: stellarstack, url: https://s.net}}\n"
        #expect(complaints(file).count == 1)
        #expect(complaints(file).first?.hasPrefix("c.yaml:2:12: context s has no token; ") == true)
        _ = try decode("version: 1\ncontexts: {s: {provider: stellarstack, url: https://s.net, session: {env: C}}}\n")
    }

    @Test("a missing or foreign version")
    func version() {
        #expect(complaints("contexts: {}\n") == ["c.yaml:1:1: version is missing; write version: 1 at the top"])
        #expect(complaints("version: 2\n") == ["c.yaml:1:10: version \"2\" is not known; this program reads version 1"])
    }

    @Test("access is one of two words")
    func access() {
        #expect(complaints(contextFile("access: readwrite")) == [
            "c.yaml:7:13: access \"readwrite\" is not known; "
                + "allowed: read-only, read-write (did you mean read-write?)",
        ])
    }

    @Test("a switch is true or false and nothing else")
    func switches() {
        #expect(complaints(contextFile("protected: yes")) == [
            "c.yaml:7:16: protected: \"yes\" is neither yes nor no; allowed: true, false (did you mean true?)",
        ])
        #expect(complaints("version: 1\nalarms: {bell: [true]}\n") == [
            "c.yaml:2:16: bell has more than one value; write one value",
        ])
    }

    @Test("a key without a value is told at the key")
    func noValue() {
        #expect(complaints(contextFile("access:")) == ["c.yaml:7:5: access has no value; write one value"])
    }

    @Test("durations need a number and a unit")
    func durations() {
        #expect(complaints(contextFile("freshness: 26")) == [
            "c.yaml:7:16: freshness: \"26\" has no unit; "
                + "write a whole number with s, m, h or d, like 30s, 5m, 26h or 7d (did you mean 26s?)",
        ])
        #expect(complaints(contextFile("freshness: a day")) == [
            "c.yaml:7:16: freshness: \"a day\" is no duration; "
                + "write a whole number with s, m, h or d, like 30s, 5m, 26h or 7d",
        ])
    }

    @Test("a cancel window under 3 s is refused, 3 s is not")
    func cancelWindow() throws {
        #expect(complaints("version: 1\ndefaults:\n  cancel-window: 2s\n") == [
            "c.yaml:3:18: cancel-window: \"2s\" is too short; at least 3s, at most 10m",
        ])
        #expect(try decode("version: 1\ndefaults: {cancel-window: 3s}\n").defaults.cancelWindow == .seconds(3))
    }

    @Test("counts are whole numbers, and at least one backup is kept")
    func counts() {
        #expect(complaints("version: 1\nretention: {keep-last: -1, min-keep: 0, keep-daily: 1.5}\n") == [
            "c.yaml:2:24: keep-last \"-1\" is no count; write a whole number from 0 to 10000",
            "c.yaml:2:38: min-keep \"0\" is no count; write a whole number from 1 to 10000",
            "c.yaml:2:53: keep-daily \"1.5\" is no count; write a whole number from 0 to 10000",
        ])
    }

    @Test("quiet hours are two different times of a day", arguments: [
        "\"22:00\"", "22-7", "\"24:00-07:00\"", "\"22:60-07:00\"", "\"07:00-07:00\"", "\"7:00-8:00\"",
    ])
    func quietHours(text: String) {
        let lines = complaints("version: 1\nalarms:\n  quiet-hours: \(text)\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:3:16: quiet-hours ") == true)
    }

    @Test("a list where a list belongs")
    func lists() {
        #expect(complaints(contextFile("servers: survival")) == [
            "c.yaml:7:14: servers is no list; write [first, second] or [] for none",
        ])
        #expect(complaints(contextFile("servers: [a, [b], '']")) == [
            "c.yaml:7:18: an item of servers has more than one value; write one value",
            "c.yaml:7:23: an item of servers has no value; write one value",
        ])
    }

    @Test("a mapping where a mapping belongs")
    func mappings() {
        #expect(complaints("version: 1\ncontexts: [a]\n") == [
            "c.yaml:2:11: contexts is no mapping; write key: value lines, indented alike",
        ])
        #expect(complaints("version: 1\ncontexts:\n  a: archon\n") == [
            "c.yaml:3:6: context a is no mapping; write key: value lines, indented alike",
        ])
        #expect(complaints("version: 1\ndefaults: 5\n") == [
            "c.yaml:2:11: defaults is no mapping; write key: value lines, indented alike",
        ])
    }

    @Test("a context's name is a word that a command line can carry", arguments: ["a b", "-x", "a/b", "\"\\e[2J\""])
    func contextNames(name: String) {
        let lines = complaints("version: 1\ncontexts:\n  \(name): {}\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:3:3: ") == true)
        #expect(lines.first?.hasSuffix(" is no name for a context; use up to 64 letters, digits and . _ -") == true)
        #expect(lines.first?.contains("\u{1B}") == false)
    }

    @Test("the home of somebody else is not guessed")
    func foreignHome() {
        let lines = complaints(contextFile("ca-file: ~bob/ca.pem"))
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:7:14: ca-file: the home folder of another user") == true)
    }

    @Test("all mistakes of a file are told, in the order of the file")
    func allSorted() {
        let lines = complaints("""
        version: 3
        alarms: {bell: maybe}
        contexts:
          a:
            token: {env: T}
            url: ftp://a.net
            provider: nobody
        defaults: {refresh: 0s}
        """)
        let places = lines.map { $0.split(separator: ":").prefix(3).joined(separator: ":") }
        #expect(places == ["c.yaml:1:10", "c.yaml:2:16", "c.yaml:6:10", "c.yaml:7:15", "c.yaml:8:21"])
    }

    @Test("a mistake behind an anchor is told once")
    func anchoredMistake() {
        let lines = complaints("""
        version: 1
        contexts:
          a: {provider: archon, url: https://a.net, token: {env: T}, freshness: &f 1x}
          b: {provider: archon, url: https://b.net, token: {env: T}, freshness: *f}
        """)
        #expect(lines.map { $0.hasPrefix("c.yaml:3:73: freshness: \"1x\" is no duration") } == [true])
    }
}
