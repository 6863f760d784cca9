/// What to emulate, where to keep it and how fast to run.
public struct SandboxOptions: Sendable {
    /// Loopback address to listen on; anything else is refused.
    public var host: String
    /// Port, 0...65535; 0 takes a free one.
    public var port: Int
    /// Systems to serve, at least one.
    public var systems: [SandboxSystem]
    /// Servers per system, 1...10000.
    public var servers: Int
    /// Seeded backups of each server's active world, 0...1000000; other worlds get one each.
    public var backups: Int
    /// Decides every name, id, token and file.
    public var seed: UInt64
    /// 1 makes a backup take about 10 s, 100 about 0.1 s; above 0.
    public var speed: Double
    /// Time between automatic backups; `nil` makes none.
    public var schedule: Duration?
    /// Whether the fleet has troubles and something always happens: one server after the other makes a backup, some
    /// fail, one takes minutes, and one system cannot be reached half of the time. `schedule` is then the time between
    /// two turns.
    public var isLively: Bool
    /// Folder for worlds, archives and `ready.json`; `nil` makes a temporary one, removed at the stop.
    public var stateFolder: String?
    /// File to which every request is appended as a JSON line.
    public var recordFile: String?
    /// Where to write a configuration for the served systems; token files go beside it.
    public var configurationFile: String?
    /// Deployed or documented behaviour.
    public var scenario: SandboxScenario
    /// Life of the tokens that open live channels; `nil` is each service's own, such as 5 min of Archon.
    public var nodeTokenLifetime: Duration?
    /// Most results of a list of VPS.org, above 0, with links to more; `nil` lists all at once, as its documents do.
    public var vpsorgPageSize: Int?

    /// One loopback port for every system with three servers each; ranges are checked at the start.
    public init(
        host: String = "127.0.0.1",
        port: Int = 0,
        systems: [SandboxSystem] = SandboxSystem.allCases,
        servers: Int = 3,
        backups: Int = 6,
        seed: UInt64 = 1,
        speed: Double = 1,
        schedule: Duration? = nil,
        isLively: Bool = false,
        stateFolder: String? = nil,
        recordFile: String? = nil,
        configurationFile: String? = nil,
        scenario: SandboxScenario = .deployed,
        nodeTokenLifetime: Duration? = nil,
        vpsorgPageSize: Int? = nil
    ) {
        self.host = host
        self.port = port
        self.systems = systems
        self.servers = servers
        self.backups = backups
        self.seed = seed
        self.speed = speed
        self.schedule = schedule
        self.isLively = isLively
        self.stateFolder = stateFolder
        self.recordFile = recordFile
        self.configurationFile = configurationFile
        self.scenario = scenario
        self.nodeTokenLifetime = nodeTokenLifetime
        self.vpsorgPageSize = vpsorgPageSize
    }
}

extension SandboxOptions {
    /// Throws `SandboxError.badOption` for the first value out of range.
    func validate() throws(SandboxError) {
        guard ["127.0.0.1", "::1", "localhost"].contains(host) || Self.isLoopback(host) else {
            throw .badOption("listen", "\(host) is not a loopback address; use 127.0.0.1 or ::1")
        }
        try require((0 ... 65535).contains(port), "listen", "port \(port) is not in 0...65535")
        try require(!systems.isEmpty, "systems", "name at least one system")
        try require(Set(systems).count == systems.count, "systems", "a system is named twice")
        try require((1 ... 10000).contains(servers), "servers", "\(servers) is not in 1...10000")
        try require((0 ... 1_000_000).contains(backups), "backups", "\(backups) is not in 0...1000000")
        try require(speed.isFinite && speed > 0, "speed", "\(speed) is not a number above 0")
        try require(schedule.map { $0 > .zero } ?? true, "schedule", "the time between backups must be above 0")
        try require(nodeTokenLifetime.map { $0 > .zero } ?? true, "node token lifetime", "it must be above 0")
        try require(vpsorgPageSize.map { $0 > 0 } ?? true, "vpsorg page size", "it must be above 0")
    }

    private func require(_ holds: Bool, _ option: String, _ reason: String) throws(SandboxError) {
        guard holds else { throw .badOption(option, reason) }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
