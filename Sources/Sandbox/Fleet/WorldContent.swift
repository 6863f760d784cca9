import FoundationEssentials

/// The files of one small but plausible Minecraft world.
struct WorldContent: Sendable {
    private let seed: UInt64
    private let name: String
    /// Everything that is the same every day, by path.
    private let lasting: [String: Data]
    /// The region around spawn without its first bytes.
    private let spawn: [UInt8]

    init(seed: UInt64, name: String, size: WorldSize) {
        self.seed = seed
        self.name = name
        var random = SeededGenerator(seed: seed, purpose: "content \(name)")
        let half = size.regionBytes / 2
        let zeros = [UInt8](repeating: 0, count: half)
        spawn = zeros + random.noise(half)
        lasting = switch size {
        case .large, .full: Self.everything(zeros, &random)
        case .small: ["playerdata/\(random.uuid()).dat": Data(random.noise(700))]
        }
    }

    private static func everything(_ zeros: [UInt8], _ random: inout SeededGenerator) -> [String: Data] {
        var files: [String: Data] = [:]
        for region in ["r.0.-1", "r.-1.0", "r.-1.-1"] {
            files["region/\(region).mca"] = Data(zeros + random.noise(zeros.count))
        }
        for _ in 0 ..< 2 {
            files["playerdata/\(random.uuid()).dat"] = Data(random.noise(700))
        }
        files["data/raids.dat"] = Data(random.noise(300))
        files["ops.json"] = Data("[]\n".utf8)
        return files
    }

    /// Writes what is the same every day. Throws Foundation's file errors.
    func writeLasting(to folder: String) throws {
        let subfolders = Set(lasting.keys.compactMap { path in
            path.lastIndex(of: "/").map { String(path[..<$0]) }
        })
        for subfolder in subfolders.union(["region"]) {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(subfolder)",
                withIntermediateDirectories: true
            )
        }
        for (path, content) in lasting {
            try content.write(to: URL(filePath: "\(folder)/\(path)"))
        }
    }

    /// Makes the world what it was on `day`, a count that grows by one a backup. Throws Foundation's file errors.
    func write(day: Int, to folder: String) throws {
        // Play happens around spawn: its region differs from day to day.
        try spawnRegion(on: day).write(to: URL(filePath: "\(folder)/\(Self.spawnPath)"))
        try writeSettings(day: day, to: folder)
    }

    /// Makes the world what was left on `day` once its regions were lost. Throws Foundation's file errors.
    func writeRemains(day: Int, to folder: String) throws {
        let regions = "\(folder)/region"
        for file in try FileManager.default.contentsOfDirectory(atPath: regions) {
            try FileManager.default.removeItem(atPath: "\(regions)/\(file)")
        }
        try writeSettings(day: day, to: folder)
    }

    /// Every file of the world on `day`, by path.
    func files(day: Int) -> [String: Data] {
        lasting
            .merging(settings(on: day)) { _, new in new }
            .merging([Self.spawnPath: spawnRegion(on: day)]) { _, new in new }
    }

    private static let spawnPath = "region/r.0.0.mca"

    private func spawnRegion(on day: Int) -> Data {
        let stamp = (0 ..< 8).map { UInt8(truncatingIfNeeded: UInt64(day) >> (56 - 8 * $0)) }
        return Data(stamp + spawn)
    }

    private func settings(on day: Int) -> [String: Data] {
        let level = "LevelName=\(name)\nDay=\(day)\nTime=\(day * 24000)\nSeed=\(seed)\n"
        let properties = """
        level-name=\(name)
        max-players=20
        difficulty=normal
        view-distance=10
        motd=\(name), day \(day)

        """
        return ["level.dat": Data(level.utf8), "server.properties": Data(properties.utf8)]
    }

    private func writeSettings(day: Int, to folder: String) throws {
        for (path, content) in settings(on: day) {
            try content.write(to: URL(filePath: "\(folder)/\(path)"))
        }
    }
}
