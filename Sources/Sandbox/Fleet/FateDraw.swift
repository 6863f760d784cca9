/// Draws what has become of the servers of a lively fleet: most are well, and every trouble has somebody.
struct FateDraw: Sendable {
    let system: SandboxSystem
    let seed: UInt64
    let servers: Int

    /// One server's share.
    struct Lot: Sendable {
        var fate = ServerFate.fresh
        var power = PowerState.running
    }

    /// Servers from which on a fleet has every trouble.
    private static let wholeFleet = 12
    /// Servers to one that is in trouble in a smaller fleet; below that number all are well.
    private static let smallShare = 3
    private static let troubles: [ServerFate] = [.late, .failing, .never, .shrunk, .full]

    /// A lot for each server, in fleet order. The first server, which a newcomer sees first, is well.
    func lots() -> [Lot] {
        var lots = [Lot](repeating: Lot(), count: servers)
        var random = SeededGenerator(seed: seed, purpose: "fates \(system.rawValue)")
        var others = lots.indices.dropFirst().shuffled(using: &random)[...]
        for fate in fates {
            guard let index = others.popFirst() else { break }
            lots[index].fate = fate
        }
        for power in powers {
            guard let index = others.popFirst() else { break }
            lots[index].power = power
        }
        return lots
    }

    /// In small fleets another trouble for each system, so that all of them together show every one.
    private var fates: [ServerFate] {
        guard servers >= Self.wholeFleet else {
            let first = SandboxSystem.allCases.firstIndex(of: system) ?? 0
            return (0 ..< servers / Self.smallShare).map { Self.troubles[(first + $0) % Self.troubles.count] }
        }
        return Self.troubles.flatMap { fate in
            [ServerFate](repeating: fate, count: count(of: fate))
        }
    }

    private func count(of fate: ServerFate) -> Int {
        switch fate {
        case .fresh: 0
        case .late: max(1, servers / 12)
        case .failing: max(1, servers / 20)
        case .never, .shrunk: 1
        case .full: servers < 2 * Self.wholeFleet ? 1 : 2
        }
    }

    private var powers: [PowerState] {
        let stopped = [PowerState](repeating: .stopped, count: servers / 8)
        return stopped + [PowerState](repeating: .crashed, count: (servers + Self.wholeFleet) / 24)
    }
}
