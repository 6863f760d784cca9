import ArgumentParser
import Sandbox

/// The flags of the sandbox, shared by `sandbox` and `demo`.
struct SandboxFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Loopback address and port; port 0 takes a free one.", valueName: "host:port"))
    var listen = "127.0.0.1:0"

    @Option(help: ArgumentHelp("Systems to serve, separated by commas.", valueName: "list"))
    var systems: String?

    @Option(help: "Servers per system.")
    var servers = 3

    @Option(help: "Backups per server at the start.")
    var backups = 6

    @Option(help: "Decides every name, id and file.")
    var seed: UInt64 = 1

    @Option(help: "1 makes a backup take about 10 s, 100 about 0.1 s.")
    var speed = 1.0

    @Option(help: ArgumentHelp("Make automatic backups this often, such as 60s.", valueName: "time"))
    var schedule: String?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(
        "Let things happen: troubled servers, backups in turn, failures, a slow backup, an unreachable system.",
        discussion: "With --schedule, that is the time between two turns. demo does so with --wall, and from four servers on."
    ))
    var lively: Bool?

    @Option(help: ArgumentHelp(
        "Keep worlds and archives in this folder; an earlier sandbox there is replaced.",
        valueName: "folder"
    ))
    var state: String?

    @Option(help: ArgumentHelp("Append every request to this file as a JSON line.", valueName: "file"))
    var record: String?

    @Option(help: ArgumentHelp("Write a configuration for the screen to this file.", valueName: "file"))
    var writeConfig: String?

    @Option(help: "deployed or documented behaviour.")
    var scenario = "deployed"
}

extension SandboxFlags {
    /// The flags as options of the sandbox; throws a usage error that names the flag.
    func sandboxOptions() throws -> SandboxOptions {
        let (host, port) = try Self.address(listen)
        guard let scenario = SandboxScenario(rawValue: scenario) else {
            throw ValidationError("--scenario: \"\(scenario)\" is not known; allowed: deployed, documented")
        }
        return try SandboxOptions(
            host: host,
            port: port,
            systems: Self.systems(systems),
            servers: servers,
            backups: backups,
            seed: seed,
            speed: speed,
            schedule: schedule.map(Self.interval),
            isLively: lively ?? false,
            stateFolder: state,
            recordFile: record,
            configurationFile: writeConfig,
            scenario: scenario
        )
    }

    private static func address(_ text: String) throws -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            throw ValidationError("--listen: \"\(text)\" is no address; write one such as 127.0.0.1:0")
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host, port)
    }

    private static func systems(_ list: String?) throws -> [SandboxSystem] {
        guard let list else { return SandboxSystem.allCases }
        return try list.split(separator: ",").map { word in
            guard let system = SandboxSystem(rawValue: String(word)) else {
                let known = SandboxSystem.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--systems: \"\(word)\" is not in this version; it has \(known)")
            }
            return system
        }
    }

    private static func interval(_ text: String) throws -> Duration {
        switch DurationText.parse(text) {
        case let .success(duration): return duration
        case .failure: throw ValidationError("--schedule: \"\(text)\" is no time; write \(DurationText.allowed)")
        }
    }
}

/// `backtop sandbox`: serves the test server until it is interrupted or terminated.
struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the embedded test server: real files, real archives, on a loopback port.",
        discussion: "Prints one JSON line with addresses, tokens and ids, then serves until Ctrl-C or SIGTERM."
    )

    @OptionGroup var flags: SandboxFlags

    func run() throws {
        let options = try flags.sandboxOptions()
        // Blocked before any thread starts, so that only `sigwait` below takes them.
        let signals = EndingSignals()
        let running: RunningSandbox
        do {
            running = try Program.wait { try await Sandbox.start(options) }
        } catch {
            try CommandOutput(stderr: "\(error)\n", exitCode: 2).deliver()
            return
        }
        try CommandOutput(stdout: running.readyLine + "\n").deliver()
        let signal = signals.wait()
        try Program.wait { await running.stop() }
        throw ExitCode(128 + signal)
    }
}
