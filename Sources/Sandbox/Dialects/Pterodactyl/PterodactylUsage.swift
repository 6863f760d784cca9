import FoundationEssentials

/// What a game process uses, made up but plausible.
struct PterodactylUsage: Sendable {
    /// Bytes, as are all but the following.
    let memory: Int
    /// Percent of one core.
    let cpu: Double
    let disk: Int
    let received: Int
    let sent: Int
    /// Milliseconds.
    let uptime: Int

    /// Bytes the game may use.
    static let memoryLimit = 8_589_934_592
    private static let diskUsed = 130_156_361

    init(_ server: GameServer, now: Date, _ random: inout SeededGenerator) {
        let isUp = server.power == .running
        let seconds = server.runningSince.map { max(0, now.timeIntervalSince($0)) } ?? 0
        memory = isUp ? Int.random(in: 2_000_000_000 ... 6_000_000_000, using: &random) : 0
        cpu = isUp ? (Double.random(in: 5 ... 120, using: &random) * 1000).rounded() / 1000 : 0
        disk = Self.diskUsed + server.index * 1_048_576
        received = isUp ? Int(seconds * 4000) : 0
        sent = isUp ? Int(seconds * 9000) : 0
        uptime = isUp ? Int(seconds * 1000) : 0
    }
}
