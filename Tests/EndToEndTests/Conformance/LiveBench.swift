import BackupKit
import Foundation
import ProviderSupport
import ServiceClient

/// A service with the provider's halves, and the place that promises are looked at.
struct LiveBench: Sendable {
    let service: LiveService
    let reader: any BackupProvider
    let writer: any MutableBackupProvider
    let capabilities: ProviderCapabilities
    /// The first server, in its active world where it has worlds.
    let location: BackupLocation
    /// A completed, unlocked backup there: the newest one.
    let backup: Backup.ID

    init(_ service: LiveService) async throws {
        self.service = service
        reader = service.provider.reader()
        guard let writer = service.provider.writer(with: Secret(service.token)) else {
            throw BrokenPromise("a read-write account has no writer")
        }
        self.writer = writer
        capabilities = service.provider.capabilities
        guard let server = try await reader.servers().first(where: { $0.name == service.serverName }) else {
            throw BrokenPromise("the server is not in the list")
        }
        location = BackupLocation(server: server.id, world: server.defaultWorld?.id)
        let rows = try await reader.backups(at: location).backups
            .filter { $0.state == .completed && $0.isLocked != true }
            .sorted { ($0.createdAt ?? .distantPast) > ($1.createdAt ?? .distantPast) }
        guard let first = rows.first else { throw BrokenPromise("no completed backup is listed") }
        backup = first.id
    }

    // MARK: Truth

    /// The backups of the location that a client may know of.
    func trueBackups() async throws -> [Truth.Backup] {
        let world = location.world?.rawValue
        return try await service.server().backups.filter { world == nil || $0.world == world }
    }

    func trueBackup(_ id: Backup.ID) async throws -> Truth.Backup? {
        try await trueBackups().first { $0.id == id.rawValue }
    }

    func fingerprint() async throws -> String? {
        try await service.server().activeWorld.fingerprint
    }

    /// Changes a file of the world, as players do.
    func play() async throws {
        let path = try await service.server().activeWorld.path
        try Data("changed by a test".utf8).write(to: URL(filePath: path).appending(path: "level.dat"))
    }

    // MARK: Acts

    /// A draft with an id of its own where the service wants one.
    func draft(_ name: String, ignored: [String] = [], isLocked: Bool = false) -> BackupDraft {
        BackupDraft(
            name: name, ignoredPatterns: ignored, isLocked: isLocked,
            id: capabilities.create.takesOwnID ? Backup.ID(UUID().uuidString.lowercased()) : nil
        )
    }

    /// Makes a backup and waits for its end, as the list tells it.
    func create(_ draft: BackupDraft) async throws -> Backup {
        let id = try await writer.createBackup(draft, at: location)
        return try await listed(id) { $0.state == .completed }
    }

    /// The row of a backup once it is as wanted.
    func listed(_ id: Backup.ID, until holds: (Backup) -> Bool) async throws -> Backup {
        var last: Backup?
        for _ in 0 ..< Self.patience {
            last = try await reader.backups(at: location).backups.first { $0.id == id }
            if let last, holds(last) { return last }
            try await Task.sleep(for: Self.pause)
        }
        throw BrokenPromise("the list never showed what was waited for, but \(String(describing: last))")
    }

    func until(_ what: String, _ holds: () async throws -> Bool) async throws {
        for _ in 0 ..< Self.patience {
            if try await holds() { return }
            try await Task.sleep(for: Self.pause)
        }
        throw BrokenPromise("waited in vain: \(what)")
    }

    /// Makes the server's process end, where a restore needs that.
    func stopServer() async throws {
        guard capabilities.restore.needsStop else { return }
        try await service.fault(#""fault":"power","server":"\#(service.serverID)","state":"stopped""#)
    }

    /// Asks again this many times; limits of requests a minute are scaled with the sandbox's speed.
    private static let patience = 3000
    private static let pause = Duration.milliseconds(20)
}
