import FoundationEssentials

/// Does the file work of a create or restore at the pace of the emulated service.
struct BackupRunner: Sendable {
    let clock: ServiceClock
    let folder: StateFolder

    /// What one backup or restore takes at speed 1.
    static let duration = Duration.seconds(10)

    private var archiver: Archiver { Archiver() }

    /// Packs a world into the backup's archive and gives its facts.
    func create(
        _ backup: StoredBackup.ID,
        of world: World,
        report: @Sendable (Double) async -> Void
    ) async throws -> ArchiveFacts {
        let archive = folder.archive(backup)
        let total = try FolderScan(world.folder).streamBytes
        var pace = Pace(total: total, duration: Self.duration, clock: clock)
        try await archiver.pack(world.folder, into: archive, chunk: pace.chunk) { bytes in
            if let fraction = try await pace.moved(bytes) { await report(fraction) }
        }
        return try archiver.facts(of: archive)
    }

    /// Replaces a world's files by the archive's; until the whole archive is unpacked the world stays as it is.
    func restore(
        _ backup: StoredBackup.ID,
        to world: World,
        report: @Sendable (Double) async -> Void
    ) async throws {
        let archive = folder.archive(backup)
        let files = FileManager.default
        let fresh = "\(folder.staging)/restore-\(world.id.text)"
        let old = "\(folder.staging)/replaced-\(world.id.text)"
        for leftover in [fresh, old] where files.fileExists(atPath: leftover) {
            try files.removeItem(atPath: leftover)
        }
        try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
        let size = try files.attributesOfItem(atPath: archive)[.size] as? Int ?? 0
        var pace = Pace(total: size, duration: Self.duration, clock: clock)
        do {
            try await archiver.unpack(archive, into: fresh, chunk: pace.chunk) { bytes in
                if let fraction = try await pace.moved(bytes) { await report(fraction) }
            }
        } catch {
            try files.removeItem(atPath: fresh)
            throw error
        }
        try files.moveItem(atPath: world.folder, toPath: old)
        try files.moveItem(atPath: fresh, toPath: world.folder)
        try files.removeItem(atPath: old)
    }
}
