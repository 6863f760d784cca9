import FoundationEssentials

/// Makes up a plausible fleet from a seed; touches no file.
struct FleetSeed: Sendable {
    let system: SandboxSystem
    let seed: UInt64
    let servers: Int
    let backups: Int
    let folder: StateFolder
    let now: Date
    var policy = EnginePolicy()
    /// Whether the servers fare differently, some of them badly.
    var isLively = false

    private static let worldNames = ["overworld", "event-map", "old-spawn"]
    /// Most slots the emulated plan offers, unless more backups are asked for.
    private static let usualQuota = 10
    /// Slots left free on the usual plan, and on a larger one.
    private static let spareSlots = (usual: 2, larger: 5)

    /// The fleet, in order.
    func make() -> [GameServer] {
        var number = 0
        // Without backups there is nothing that could be late or shrink.
        let lots = isLively && backups > 0
            ? FateDraw(system: system, seed: seed, servers: servers).lots()
            : [FateDraw.Lot](repeating: .init(), count: servers)
        return lots.enumerated().map { server($0.offset, $0.element, &number) }
    }

    /// `number` is the last seeded backup's of all servers so far.
    private func server(_ index: Int, _ lot: FateDraw.Lot, _ number: inout Int) -> GameServer {
        let round = index / system.serverNames.count
        let base = system.serverNames[index % system.serverNames.count]
        let name = round == 0 ? base : "\(base)-\(round + 1)"
        var random = SeededGenerator(seed: seed, purpose: "\(system.rawValue) server \(index)")
        let id = policy.identifiers.server(index, &random)
        let worldCount = !system.hasWorlds ? 1 : index == 0 ? 3 : 1 + index % 2
        let worlds = (0 ..< worldCount).map { position in
            World(
                id: .init(text: random.uuid()),
                name: Self.worldNames[position],
                isActive: position == 0,
                folder: "\(folder.worlds)/\(name)/\(Self.worldNames[position])",
                createdAt: now.addingTimeInterval(-Double(200 - position * 40) * 86400)
            )
        }
        let extra = backups > 0 ? worldCount - 1 : 0
        let used = backups + extra
        let isUsual = used + Self.spareSlots.usual <= Self.usualQuota
        let quota = isUsual ? Self.usualQuota : used + Self.spareSlots.larger
        var server = GameServer(id: id, index: index, name: name, worlds: worlds, quota: quota, usualQuota: quota)
        let runningSince = now.addingTimeInterval(-Double.random(in: 3600 ... 400_000, using: &random))
        server.runningSince = lot.power == .running ? runningSince : nil
        server.power = lot.power
        server.fate = lot.fate
        let history = isLively && index > 0
            ? SeededHistory(of: lot.fate, count: backups, slots: quota - worldCount + 1, &random)
            : SeededHistory(count: backups)
        server.shelf = shelf(worlds, history, &number, &random)
        return server
    }
}
