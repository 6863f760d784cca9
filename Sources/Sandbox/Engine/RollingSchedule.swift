/// Whose turn it is to be backed up in a lively fleet, and how soon the next one's comes.
struct RollingSchedule: Sendable {
    /// Servers that take turns, in their order.
    let turns: [GameServer.ID]
    /// The server whose backups take minutes. It takes no turns: it is always at work.
    let slow: GameServer.ID?
    /// Time between two turns at speed 1.
    let gap: Duration

    /// So long that few backups are on their way at a time.
    private static let shortestGap = 6.0
    /// Seconds that a server has between two of its turns at least.
    private static let shortestRest = 60.0

    /// Late servers stay late and empty ones empty, since only those that are well take part. The first one does where
    /// there is no other.
    init(_ fleet: [GameServer], seed: UInt64) {
        var random = SeededGenerator(seed: seed, purpose: "turns")
        let well = fleet.dropFirst().filter { server in
            (server.fate == .fresh || server.fate == .full) && server.power == .running
        }
        // The first servers' worlds are the largest.
        let slow = well.first { $0.fate == .fresh }?.id
        let others = well.map(\.id).filter { $0 != slow }.shuffled(using: &random)
        self.slow = slow
        turns = others.isEmpty ? fleet.prefix(1).map(\.id) : others
        gap = .seconds(max(Self.shortestGap, Self.shortestRest / Double(max(1, turns.count))))
    }
}
