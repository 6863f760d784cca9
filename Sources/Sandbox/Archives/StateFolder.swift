import FoundationEssentials

/// Where one system keeps its worlds and archives.
struct StateFolder: Sendable {
    /// Absolute path of the sandbox's folder.
    let root: String
    let system: SandboxSystem

    var archives: String {
        "\(root)/archives/\(system.rawValue)"
    }

    var worlds: String {
        "\(root)/worlds/\(system.rawValue)"
    }

    /// Half-restored worlds; never a place a client is told about.
    var staging: String {
        "\(root)/staging/\(system.rawValue)"
    }

    /// The archive of a backup; it grows under this name while it is made.
    func archive(_ backup: StoredBackup.ID) -> String {
        "\(archives)/\(backup.text).tar.gz"
    }

    /// The facts beside an archive; they appear only once it is whole.
    func facts(_ backup: StoredBackup.ID) -> String {
        "\(archives)/\(backup.text).json"
    }

    /// An archive that backups are linked to.
    func shared(_ archive: SharedArchive) -> String {
        "\(staging)/shared-\(archive.rawValue).tar.gz"
    }

    /// Makes the folders. Throws Foundation's file errors.
    func prepare() throws {
        for folder in [archives, worlds, staging] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    /// Writes the facts beside a finished archive.
    func writeFacts(_ facts: ArchiveFacts, of backup: StoredBackup, server: GameServer) throws {
        let json: JSON = [
            "server": .string(server.id.text),
            "world": .string(backup.world.text),
            "name": .string(backup.name),
            "bytes": .integer(facts.bytes),
            "sha1": .string(facts.sha1),
            "sha256": .string(facts.sha256),
        ]
        try Data(json.bytes).write(to: URL(filePath: self.facts(backup.id)), options: .atomic)
    }

    /// Removes archive and facts, whichever exist.
    func discard(_ backup: StoredBackup.ID) {
        for path in [facts(backup), archive(backup)] where FileManager.default.fileExists(atPath: path) {
            // The row is gone either way; a file that cannot be removed shows in the true state.
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
