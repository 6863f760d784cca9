import FoundationEssentials

/// Writes the files of one small but plausible Minecraft world.
struct WorldContent: Sendable {
    let seed: UInt64
    let name: String
    /// Size of each of the four region files; half of it does not compress.
    let regionBytes: Int

    /// Writes the world as it was on `day`, a count that grows by one a backup. Throws Foundation's file errors.
    func write(to folder: String, day: Int) throws {
        var random = SeededGenerator(seed: seed, purpose: "content \(name)")
        for subfolder in ["region", "playerdata", "datapacks", "data"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(subfolder)",
                withIntermediateDirectories: true
            )
        }
        for (x, z) in [(0, 0), (0, -1), (-1, 0), (-1, -1)] {
            var region = [UInt8](repeating: 0, count: regionBytes / 2) + random.noise(regionBytes / 2)
            // Play happens around spawn: one region differs from day to day.
            if x == 0, z == 0 { region.replaceSubrange(0 ..< 8, with: Self.bigEndian(UInt64(day))) }
            try write(region, "\(folder)/region/r.\(x).\(z).mca")
        }
        for _ in 0 ..< 2 {
            try write(random.noise(700), "\(folder)/playerdata/\(random.uuid()).dat")
        }
        try write(random.noise(300), "\(folder)/data/raids.dat")
        try write(
            Array("LevelName=\(name)\nDay=\(day)\nTime=\(day * 24000)\nSeed=\(seed)\n".utf8) + random.noise(400),
            "\(folder)/level.dat"
        )
        let properties = """
        level-name=\(name)
        max-players=20
        difficulty=normal
        view-distance=10
        motd=\(name), day \(day)
        """
        try write(Array(properties.utf8), "\(folder)/server.properties")
        try write(Array("[]\n".utf8), "\(folder)/ops.json")
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0 ..< 8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}
