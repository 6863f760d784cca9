import ArgumentParser
import Foundation
import Testing
import TestSupport
@testable import BacktopCommands

@Suite("backtop config", .ownThread)
struct ConfigCommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private var usualPath: String {
        "\(folder.path)/.config/backtop/config.yaml"
    }

    private func options(_ arguments: String...) throws -> GlobalOptions {
        try GlobalOptions.parse(arguments)
    }

    private func check(
        _ arguments: [String] = ["--config", "c.yaml"],
        _ variables: [String: String] = [:]
    ) async throws -> CommandOutput {
        let check = ConfigurationCheck(
            loader: folder.loader(variables),
            resolver: TokenResolver(host: folder.host(variables), commandLimit: .seconds(600))
        )
        return try await check.run(GlobalOptions.parse(arguments))
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("path prints the path that would be used, whether it exists or not")
    func path() throws {
        #expect(try ConfigPath.output(options(), host: folder.host()) == CommandOutput(stdout: "\(usualPath)\n"))
        let named = try ConfigPath.output(options("--config", "c.yaml"), host: folder.host())
        #expect(named.stdout == "\(folder.path)/c.yaml\n")
        let environment = try ConfigPath.output(options(), host: folder.host(["BACKTOP_CONFIG": "/e.yaml"]))
        #expect(environment.stdout == "/e.yaml\n")
    }

    @Test("init writes a file for its owner only, in folders for their owner only")
    func initWrites() throws {
        let output = try ConfigInit.output(options(), host: folder.host())
        #expect(output.stdout == "\(usualPath)\n")
        #expect(output.exitCode == 0)
        #expect(try mode(usualPath) == 0o600)
        #expect(try mode("\(folder.path)/.config/backtop") == 0o700)
    }

    @Test("init leaves an existing file as it is")
    func initRefuses() throws {
        try folder.write("mine", to: ".config/backtop/config.yaml", mode: 0o644)
        let output = try ConfigInit.output(options(), host: folder.host())
        #expect(output.exitCode == 2)
        #expect(output.stdout == "")
        #expect(output.stderr.hasPrefix("\(usualPath) exists already"))
        #expect(try String(contentsOfFile: usualPath, encoding: .utf8) == "mine")
        #expect(try mode(usualPath) == 0o644)
    }

    @Test("init does not write through a link, not even one that points nowhere")
    func initLink() throws {
        let link = "\(folder.path)/c.yaml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(folder.path)/target")
        #expect(try ConfigInit.output(options("--config", link), host: folder.host()).exitCode == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/target"))
    }

    @Test("init says why a folder cannot be made")
    func initNoFolder() throws {
        try folder.write("", to: "file")
        let output = try ConfigInit.output(options("--config", "file/sub/c.yaml"), host: folder.host())
        #expect(output.exitCode == 2)
        #expect(output.stderr.contains("cannot be written: Not a directory"))
    }

    @Test("what init wrote passes check, and its example does so once its marks are removed")
    func starterIsValid() async throws {
        _ = try ConfigInit.output(options(), host: folder.host())
        let output = try await check([])
        #expect(output == CommandOutput(stdout: "ok: 0 contexts\n"))
        let example = StarterConfiguration.text.split(separator: "\n").filter { !$0.contains("session:") }.map {
            $0.hasPrefix("#  ") || $0.hasPrefix("#retention") || $0.hasPrefix("#alarms") ? $0.dropFirst() : $0
        }
        let configuration = try decode(example.joined(separator: "\n"))
        #expect(configuration.contexts.map(\.name) == ["smp"])
        #expect(configuration.contexts.first?.access == .readOnly)
        #expect(configuration.retention.keepLast == 3)
        #expect(configuration.alarms.quietHours != nil)
    }

    @Test("check counts the contexts and fetches their tokens without showing them")
    func checkOK() async throws {
        try folder.write("hunter2\n", to: "t")
        try folder.write("""
        version: 1
        contexts:
          a: {provider: archon, url: https://a.net, token: {file: t}, write-token: {command: [echo, hunter2]}}
          b: {provider: archon, url: https://b.net, token: {env: T}}
        """, to: "c.yaml")
        let output = try await check(["--config", "c.yaml"], ["T": "hunter2"])
        #expect(output == CommandOutput(stdout: "ok: 2 contexts\n"))
        let one = try await check(["--config", "c.yaml", "--context", "a"])
        #expect(one == CommandOutput(stdout: "ok: 1 context\n"))
    }

    @Test("check tells the mistakes of the file and ends with 2")
    func checkMistakes() async throws {
        let path = try folder.write("version: 1\nzzz: 1\nyyy: 2\n", to: "c.yaml")
        let output = try await check()
        #expect(output.exitCode == 2)
        #expect(output.stdout == "")
        let places = output.stderr.split(separator: "\n").map { $0.prefix(path.count + 5) }
        #expect(places == ["\(path):2:1:", "\(path):3:1:"])
    }

    @Test("check tells every token that cannot be had, at its place")
    func checkTokens() async throws {
        try folder.write("hunter2", to: "open", mode: 0o644)
        let path = try folder.write("""
        version: 1
        contexts:
          a:
            provider: archon
            url: https://a.net
            token: {file: open}
            write-token: {command: [sh, -c, "echo hunter2; exit 7"]}
            ca-file: none.pem
          b: {provider: archon, url: https://b.net, token: {env: NOT_SET}}
        """, to: "c.yaml")
        let output = try await check()
        #expect(output.exitCode == 2)
        #expect(output.stdout == "")
        let text = output.stderr.replacing(folder.path, with: ".")
        #expect(path.hasPrefix(folder.path))
        #expect(text == """
        ./c.yaml:6:12: context a, token: token file ./open is open to others (mode 0644); run chmod 600 ./open
        ./c.yaml:7:18: context a, write-token: command "sh" ended with code 7; run it by hand to see what it says
        ./c.yaml:8:14: context a, ca-file: ./none.pem does not exist; \
        write the authority's certificate there or remove ca-file
        ./c.yaml:9:52: context b, token: environment variable NOT_SET is not set; set it to the token

        """)
    }

    @Test("check notes a provider that this version lacks, and the file is fine nevertheless")
    func checkProvider() async throws {
        try folder.write(
            "version: 1\ncontexts: {a: {provider: vpsorg, url: https://a.net, token: {env: T}}}\n",
            to: "c.yaml"
        )
        let output = try await check(["--config", "c.yaml"], ["T": "t"])
        #expect(output.exitCode == 0)
        #expect(output.stdout == "ok: 1 context\n")
        #expect(output.stderr == "\(folder.path)/c.yaml:2:26: note: context a cannot be used yet: "
            + "this version has no provider vpsorg\n")
    }

    @Test("check notes a variable that nothing reads and that looks like one of ours")
    func checkVariables() async throws {
        try folder.write("version: 1\n", to: "c.yaml")
        let output = try await check(["--config", "c.yaml"], ["BACKTOP_CONTEX": "a", "BACKTOP_CORE": "1"])
        #expect(output.exitCode == 0)
        #expect(output.stderr.contains("\"BACKTOP_CONTEX\" (did you mean BACKTOP_CONTEXT?)"))
        #expect(!output.stderr.contains("BACKTOP_CORE"))
    }

    @Test("an unknown context is told with the known ones")
    func unknownContext() async throws {
        let path = try folder.write(contextFile(), to: "c.yaml")
        let output = try await check(["--config", "c.yaml", "--context", "snp"])
        #expect(output == CommandOutput(
            stderr: "\(path) has no context \"snp\"; it has smp (did you mean smp?)\n",
            exitCode: 2
        ))
    }

    @Test("show repeats no argument of a command, and names what decided")
    func show() throws {
        try folder.write("""
        version: 1
        contexts:
          a:
            provider: archon
            url: https://a.net/x/
            token: {command: [curl, hunter2]}
            access: read-write
            server-settings: {00123: {protected: true}}
        defaults: {refresh: 45s}
        alarms: {on-alarm: [notify, hunter2]}
        """, to: "c.yaml")
        let output = try ConfigShow.output(
            options("--config", "c.yaml", "--read-only"),
            host: folder.host(["BACKTOP_CANCEL_WINDOW": "10s"])
        )
        #expect(output.exitCode == 0)
        #expect(!output.stdout.contains("hunter2"))
        #expect(output.stdout == """
        # \(folder.path)/c.yaml, named by --config
        version: 1
        contexts:
          a:
            provider: archon
            api: auto
            url: "https://a.net/x"
            token: {command: [curl, "***"]}
            access: read-only  # --read-only
            protected: false
            freshness: 26h  # built in
            servers: []
            server-settings:
              "00123": {protected: true, ignore: false}
        defaults:
          refresh: 45s  # defaults
          cancel-window: 10s  # BACKTOP_CANCEL_WINDOW
          safety-backup: true  # built in
          download-dir: \(folder.path)  # built in
          insecure-http: false  # built in
        retention:
          keep-last: 0
          keep-hourly: 0
          keep-daily: 0
          keep-weekly: 0
          keep-monthly: 0
          keep-yearly: 0
          min-keep: 1
        alarms:
          on-alarm: [notify, "***"]
          bell: false

        """)
    }

    @Test("what show prints reads back as the same configuration")
    func showRoundTrip() throws {
        let text = """
        version: 1
        contexts:
          a.b:
            provider: stellarstack
            url: https://[::1]:8/x
            token: {file: "/t/with space\\t'#"}
            session: {env: C}
            ca-file: /ca.pem
            access: read-write
            protected: true
            freshness: 7d
            servers: ["yes", "a: b", "żółw", "#x", "1e5", "{", "\\u2028x\\U0001F600"]
            server-settings: {"~": {freshness: 90s}, x: {ignore: true}}
          c: {provider: vpsorg, url: https://c.net, token: {credential: c}}
        defaults: {refresh: 1m, cancel-window: 7s, safety-backup: false, download-dir: /d, insecure-http: true}
        retention: {keep-last: 3, keep-hourly: 1, keep-within: 30d, min-keep: 2}
        alarms: {ack-file: /acks, on-alarm: [notify], bell: true, quiet-hours: "22:00-07:00"}
        """.replacing("\\t'", with: "'")
        let original = try decode(text)
        try folder.write(text, to: "c.yaml")
        let shown = try ConfigShow.output(options("--config", "c.yaml"), host: folder.host()).stdout
        var again = try decode(shown)
        #expect(again.contexts.count == 2)
        // Places differ, and the freshness in force is spelled out where the file left it to the program.
        for index in again.contexts.indices {
            again.contexts[index].positions = original.contexts[index].positions
        }
        again.contexts[1].freshness = nil
        #expect(again == original)
    }

    @Test("show with a context shows that one only, and mistakes end it with 2")
    func showContext() throws {
        let context = "{provider: archon, url: https://a.net, token: {env: T}}"
        try folder.write("version: 1\ncontexts: {one: \(context), two: \(context)}\n", to: "c.yaml")
        let one = try ConfigShow.output(options("--config", "c.yaml", "--context", "two"), host: folder.host())
        #expect(one.stdout.contains("  two:\n"))
        #expect(!one.stdout.contains("  one:\n"))
        #expect(one.stdout.contains("# context: two (--context)\n"))
        try folder.write("version: 9\n", to: "c.yaml")
        let broken = try ConfigShow.output(options("--config", "c.yaml"), host: folder.host())
        #expect(broken.exitCode == 2)
        #expect(broken.stdout == "")
    }

    @Test("the command line knows init, path, check and show")
    func commandLine() throws {
        for (name, type) in [
            ("init", ConfigInit.self), ("path", ConfigPath.self),
            ("check", ConfigCheck.self), ("show", ConfigShow.self),
        ] as [(String, Any.Type)] {
            let command = try ConfigCommand.parseAsRoot([name, "--config", "c.yaml"])
            #expect(Swift.type(of: command) == type)
        }
    }
}

@Suite("Which contexts a session works with")
struct ContextSelectionTests {
    private func contexts(_ file: String, _ arguments: [String] = []) throws -> [String] {
        let folder = try ScratchFolder()
        try folder.write(file, to: ".config/backtop/config.yaml")
        let loader = folder.loader()
        let loaded = try loader.load(flag: nil)
        let settings = try EffectiveSettings(
            options: GlobalOptions.parse(arguments),
            host: loader.host,
            configuration: loaded.configuration
        )
        return try loader.contexts(of: loaded, settings: settings).map(\.name)
    }

    private let mixed = """
    version: 1
    contexts:
      a: {provider: archon, url: https://a.net, token: {env: T}}
      v: {provider: vpsorg, url: https://v.net, token: {env: T}}
    """

    @Test("all contexts of providers that are built, unless one is named")
    func selection() throws {
        #expect(try contexts(mixed) == ["a"])
        #expect(try contexts(mixed, ["--context", "a"]) == ["a"])
    }

    @Test("a named context of a provider that is not built is told when it is used")
    func notBuilt() throws {
        let expected = ConfigurationError.providerNotBuilt(context: "v", provider: .vpsorg, built: [.archon])
        #expect(throws: expected) { try contexts(mixed, ["--context", "v"]) }
        #expect(expected.description == "context v: this version has no provider vpsorg; it has archon")
        #expect(throws: expected) {
            try contexts("version: 1\ncontexts: {v: {provider: vpsorg, url: https://v.net, token: {env: T}}}\n")
        }
    }

    @Test("a file without contexts says so")
    func noContexts() throws {
        let error = try #require(#expect(throws: ConfigurationError.self) { try contexts("version: 1\n") })
        #expect(error.description.contains("has no contexts yet; add one under `contexts:`, or try `backtop demo`"))
    }
}
