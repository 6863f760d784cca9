import ArgumentParser
import Dispatch
import Foundation
import Sandbox

/// `backtop sandbox`: serves the embedded test server until a signal ends it.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve emulated backup services with real small worlds on a loopback port.",
        discussion: """
        Prints one line of JSON with the address, token, servers and worlds of each system, and serves until SIGINT, \
        SIGTERM or SIGHUP. POST /_sandbox orders faults, GET /_sandbox tells the true state.
        """,
    )

    @OptionGroup var flags: SandboxFlags

    func run() async throws {
        // Watched before the first byte goes out: a caller may end us as soon as it has read the line.
        let signals = SignalWatch([SIGINT, SIGTERM, SIGHUP])
        let sandbox: RunningSandbox
        do throws(SandboxError) {
            sandbox = try await Sandbox.start(flags.options)
        } catch {
            try FileHandle.standardError.write(contentsOf: Data("backtop: \(error)\n".utf8))
            if case .badOption = error {
                throw ExitCode(2)
            }
            throw ExitCode.failure
        }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data("\(sandbox.readyLine)\n".utf8))
        } catch {
            await sandbox.stop()
            throw error
        }
        let signal = await signals.first()
        await sandbox.stop()
        throw ExitCode(128 + signal)
    }
}

/// The flags of everything that starts a sandbox.
struct SandboxFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Loopback address and port; port 0 takes a free one.", valueName: "host:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 0)

    @Option(help: ArgumentHelp("Systems to serve, by comma: \(SystemList.names).", valueName: "list"))
    var systems = SystemList(systems: SandboxSystem.allCases)

    @Option(help: ArgumentHelp("Servers per system.", valueName: "n"))
    var servers = 3

    @Option(help: ArgumentHelp("Backups of each server's active world; further worlds get one each.", valueName: "n"))
    var backups = 6

    @Option(help: ArgumentHelp("Decides every name, id, token and file.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("1 makes a backup take about 10 s, 100 about 0.1 s.", valueName: "x"))
    var speed = 1.0

    @Option(help: ArgumentHelp("Make automatic backups this often, such as 60s; none without it.", valueName: "time"))
    var schedule: TimeSpan?

    @Option(help: ArgumentHelp("Folder of worlds and archives, emptied first; else a temporary one.", valueName: "dir"))
    var state: String?

    @Option(help: ArgumentHelp("Append one JSON line per request, secrets covered.", valueName: "file"))
    var record: String?

    @Option(help: ArgumentHelp("Write a configuration for the served systems.", valueName: "file"))
    var writeConfig: String?

    @Option(help: ArgumentHelp("Answer as \(ScenarioName.names).", valueName: "name"))
    var scenario = ScenarioName(scenario: .deployed)

    @Option(help: ArgumentHelp("Life of Archon's node tokens.", valueName: "time", visibility: .hidden))
    var nodeTokenLifetime = TimeSpan(duration: .seconds(300))

    /// The flags as the sandbox takes them; ranges are checked at its start.
    var options: SandboxOptions {
        SandboxOptions(
            host: listen.host,
            port: listen.port,
            systems: systems.systems,
            servers: servers,
            backups: backups,
            seed: seed,
            speed: speed,
            schedule: schedule?.duration,
            stateFolder: state,
            recordFile: record,
            configurationFile: writeConfig,
            scenario: scenario.scenario,
            nodeTokenLifetime: nodeTokenLifetime.duration,
        )
    }
}

extension SandboxFlags {
    /// `127.0.0.1:8080`, `[::1]:0` or a host alone.
    struct ListenAddress: ExpressibleByArgument {
        let host: String
        let port: Int

        init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        init?(argument: String) {
            var host = argument[...]
            var port = 0
            // An address of IP version 6 has colons of its own, and stands in brackets where a port follows.
            if let colon = argument.lastIndex(of: ":"), !argument[colon...].contains("]"),
               argument.hasPrefix("[") || argument.firstIndex(of: ":") == colon {
                guard let number = Int(argument[argument.index(after: colon)...]) else { return nil }
                host = argument[..<colon]
                port = number
            }
            if host.hasPrefix("["), host.hasSuffix("]") {
                host = host.dropFirst().dropLast()
            }
            guard !host.isEmpty else { return nil }
            self.init(host: String(host), port: port)
        }

        var defaultValueDescription: String {
            "\(host):\(port)"
        }
    }

    /// Systems separated by commas.
    struct SystemList: ExpressibleByArgument {
        let systems: [SandboxSystem]

        static let names = SandboxSystem.allCases.map(\.rawValue).joined(separator: ",")

        init(systems: [SandboxSystem]) {
            self.systems = systems
        }

        init?(argument: String) {
            let names = argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            let systems = names.compactMap(SandboxSystem.init(rawValue:))
            guard systems.count == names.count else { return nil }
            self.init(systems: systems)
        }

        var defaultValueDescription: String {
            systems == SandboxSystem.allCases ? "all" : systems.map(\.rawValue).joined(separator: ",")
        }
    }

    /// A time such as `500ms`, `60s`, `5m` or `1h`; a bare number counts seconds.
    struct TimeSpan: ExpressibleByArgument {
        let duration: Duration

        init(duration: Duration) {
            self.duration = duration
        }

        init?(argument: String) {
            let digits = argument.prefix { $0.isNumber || $0 == "." }
            guard let number = Double(digits), number.isFinite else { return nil }
            switch argument.dropFirst(digits.count) {
            case "ms": duration = .seconds(number / 1000)
            case "", "s": duration = .seconds(number)
            case "m": duration = .seconds(number * 60)
            case "h": duration = .seconds(number * 3600)
            default: return nil
            }
        }

        var defaultValueDescription: String {
            "\(duration.components.seconds)s"
        }
    }

    /// A scenario by its name.
    struct ScenarioName: ExpressibleByArgument {
        let scenario: SandboxScenario

        static let names = SandboxScenario.allCases.map(\.rawValue).joined(separator: " or ")

        init(scenario: SandboxScenario) {
            self.scenario = scenario
        }

        init?(argument: String) {
            guard let scenario = SandboxScenario(rawValue: argument) else { return nil }
            self.scenario = scenario
        }

        var defaultValueDescription: String {
            scenario.rawValue
        }
    }
}

/// Takes signals off the default handling and tells the first that comes.
private struct SignalWatch {
    private let numbers: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    init(_ watched: [Int32]) {
        let (numbers, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.numbers = numbers
        sources = watched.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.activate()
            return source
        }
    }

    func first() async -> Int32 {
        defer { sources.forEach { $0.cancel() } }
        for await number in numbers {
            return number
        }
        return SIGTERM
    }
}
