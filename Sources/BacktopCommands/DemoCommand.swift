import ArgumentParser
import FoundationEssentials
import Sandbox

/// `backtop demo`: the embedded sandbox and the screen over it, read-write, nothing outside a temporary folder.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try everything on an embedded test server; nothing outside a temporary folder is touched."
    )

    @Flag(help: "Show the read-only display instead of the screen.")
    var wall = false

    @OptionGroup var flags: SandboxFlags
    @OptionGroup var options: GlobalOptions

    /// Servers of a system with which the demo is a quiet place to try things out.
    private static let quietServers = 3

    /// Whether things happen by themselves: where many servers are to be watched, unless the flags say otherwise.
    var isLively: Bool {
        flags.lively ?? (wall || flags.servers > Self.quietServers)
    }

    func run() throws {
        var sandboxOptions = try flags.sandboxOptions()
        sandboxOptions.isLively = isLively
        let host = HostEnvironment.current()
        let folder = FileManager.default.temporaryDirectory.appending(path: "backtop-demo-\(UUID().uuidString)").path
        var options = options
        options.config = sandboxOptions.configurationFile ?? folder + "/config.yaml"
        sandboxOptions.configurationFile = options.config
        sandboxOptions.stateFolder = sandboxOptions.stateFolder ?? folder + "/state"
        defer { Self.remove(folder) }
        let running: RunningSandbox
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
            running = try Program.wait { [sandboxOptions] in try await Sandbox.start(sandboxOptions) }
        } catch {
            try CommandOutput(stderr: "\(error)\n", exitCode: 2).deliver()
            return
        }
        let state = sandboxOptions.stateFolder ?? folder
        let downloads = state + "/downloads"
        let shown = Result {
            if wall {
                try Self.showWall(options: options.session, state: state, host: host)
            } else {
                try Self.show(running, options: options, state: state, downloads: downloads, host: host)
            }
        }
        try Program.wait { await running.stop() }
        try shown.get()
    }

    private static func showWall(options: SessionOptions, state: String, host: HostEnvironment) throws {
        var plan: WallPlan
        do {
            plan = try Program.wait { try await WallPlan.make(options, host: host) }
        } catch {
            return try CommandOutput(failure: error).deliver()
        }
        plan.screen.stateFolder = state + "/journal"
        try WallSession.run(plan)
    }

    private static func show(
        _ running: RunningSandbox,
        options: GlobalOptions,
        state: String,
        downloads: String,
        host: HostEnvironment
    ) throws {
        var plan: ScreenPlan
        do {
            plan = try Program.wait { try await ScreenPlan.make(options, host: host) }
        } catch {
            return try CommandOutput(failure: error).deliver()
        }
        do {
            try FileManager.default.createDirectory(atPath: downloads, withIntermediateDirectories: true)
        } catch {
            return try CommandOutput(stderr: "demo: \(error)\n", exitCode: 2).deliver()
        }
        plan.downloadDirectory = downloads
        // A restart over the same sandbox finds what was left unfinished there.
        plan.stateFolder = state + "/journal"
        if plan.server == nil { plan.server = firstServer(in: running.readyLine) }
        try ScreenSession.run(plan)
    }

    /// The first server of the first Archon v1 system: what a newcomer sees first.
    private static func firstServer(in readyLine: String) -> String? {
        struct Ready: Decodable {
            var systems: [String: System]
        }
        struct System: Decodable {
            var servers: [Server]
        }
        struct Server: Decodable {
            var id: String
        }
        do {
            let ready = try JSONDecoder().decode(Ready.self, from: Data(readyLine.utf8))
            return ready.systems["archon-v1"]?.servers.first?.id
        } catch {
            // Without it the server list opens, which shows the same servers.
            return nil
        }
    }

    private static func remove(_ folder: String) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            // A temporary folder that stays behind is the system's to clear.
        }
    }
}
