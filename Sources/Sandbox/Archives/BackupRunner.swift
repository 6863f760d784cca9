import FoundationEssentials

/// Does the file work of a create or restore at the pace of the emulated service.
struct BackupRunner: Sendable {
    let clock: ServiceClock
    let folder: StateFolder

    /// What one backup or restore takes at speed 1.
    static let duration = Duration.seconds(10)

    private var archiver: Archiver {
        Archiver()
    }

    /// Packs a world as it is now, then lets the backup's archive grow to it, and gives its facts.
    func create(
        _ backup: StoredBackup.ID,
        of world: World,
        report: @Sendable (Double) async -> Void
    ) async throws -> ArchiveFacts {
        let packed = "\(folder.staging)/\(backup.text).tar.gz"
        do {
            try await archiver.pack(world.folder, into: packed)
            let archive = folder.archive(backup)
            try await PacedFile.move(packed, to: archive, pace: pace(of: packed), report: report)
            try FileManager.default.removeItem(atPath: packed)
            return try archiver.facts(of: archive)
        } catch {
            // Absent where packing failed; the error that led here is the one worth telling.
            try? FileManager.default.removeItem(atPath: packed)
            throw error
        }
    }

    /// Replaces a world's files by the archive's. Until the last byte is read the world stays as it is.
    func restore(
        _ backup: StoredBackup.ID,
        to world: World,
        report: @Sendable (Double) async -> Void
    ) async throws {
        let archive = folder.archive(backup)
        try await PacedFile.move(archive, to: nil, pace: pace(of: archive), report: report)
        let files = FileManager.default
        let fresh = "\(folder.staging)/restore-\(world.id.text)"
        let old = "\(folder.staging)/replaced-\(world.id.text)"
        for leftover in [fresh, old] where files.fileExists(atPath: leftover) {
            try files.removeItem(atPath: leftover)
        }
        try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
        try await archiver.unpack(archive, into: fresh)
        // A test may have removed the whole world to see it come back.
        if files.fileExists(atPath: world.folder) {
            try files.moveItem(atPath: world.folder, toPath: old)
        }
        try files.moveItem(atPath: fresh, toPath: world.folder)
        if files.fileExists(atPath: old) {
            try files.removeItem(atPath: old)
        }
    }

    private func pace(of file: String) throws -> Pace {
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        return Pace(total: size, duration: Self.duration, clock: clock)
    }
}
