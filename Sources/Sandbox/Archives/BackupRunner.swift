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
        ignoring patterns: IgnorePatterns,
        slowness: Double = 1,
        report: @Sendable (Double) async -> Void
    ) async throws -> ArchiveFacts {
        let packed = "\(folder.staging)/\(backup.text).tar.gz"
        do {
            try await archiver.pack(world.folder, ignoring: patterns, into: packed)
            let archive = folder.archive(backup)
            try await PacedFile.move(packed, to: archive, pace: pace(of: packed, slowness), report: report)
            try FileManager.default.removeItem(atPath: packed)
            return try archiver.facts(of: archive)
        } catch {
            // Absent where packing failed; the error that led here is the one worth telling.
            try? FileManager.default.removeItem(atPath: packed)
            throw error
        }
    }

    /// Puts the archive's files into a world, in the given way. Until the last byte is read the world stays as it is.
    /// `file` hears of each file that is put over the world, by its path.
    func restore(
        _ backup: StoredBackup.ID,
        to world: World,
        _ way: RestoreFiles,
        report: @Sendable (Double) async -> Void,
        file: @Sendable (String) async -> Void
    ) async throws {
        let archive = folder.archive(backup)
        try await PacedFile.move(archive, to: nil, pace: pace(of: archive), report: report)
        let fresh = "\(folder.staging)/restore-\(world.id.text)"
        try clear(fresh)
        try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: true)
        try await archiver.unpack(archive, into: fresh)
        switch way {
        case .replace: try replace(world, by: fresh)
        case .overlay, .wipe: try await overlay(world, with: fresh, file: file)
        }
    }

    /// Deletes everything in a world's folder. Throws Foundation's file errors.
    func empty(_ world: World) throws {
        // A test may have removed the whole world to see it come back.
        guard FileManager.default.fileExists(atPath: world.folder) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            try FileManager.default.removeItem(atPath: "\(world.folder)/\(name)")
        }
    }

    private func replace(_ world: World, by fresh: String) throws {
        let files = FileManager.default
        let old = "\(folder.staging)/replaced-\(world.id.text)"
        try clear(old)
        // A test may have removed the whole world to see it come back.
        if files.fileExists(atPath: world.folder) {
            try files.moveItem(atPath: world.folder, toPath: old)
        }
        try files.moveItem(atPath: fresh, toPath: world.folder)
        try clear(old)
    }

    private func overlay(_ world: World, with fresh: String, file: @Sendable (String) async -> Void) async throws {
        let files = FileManager.default
        try files.createDirectory(atPath: world.folder, withIntermediateDirectories: true)
        for path in try files.subpathsOfDirectory(atPath: fresh).sorted() {
            let (source, target) = ("\(fresh)/\(path)", "\(world.folder)/\(path)")
            let type = try files.attributesOfItem(atPath: source)[.type] as? FileAttributeType
            if type == .typeDirectory {
                try files.createDirectory(atPath: target, withIntermediateDirectories: true)
            } else {
                await file(path)
                try clear(target)
                try files.moveItem(atPath: source, toPath: target)
            }
        }
        try clear(fresh)
    }

    private func clear(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private func pace(of file: String, _ slowness: Double = 1) throws -> Pace {
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        return Pace(total: size, duration: Self.duration * slowness, clock: clock)
    }
}
