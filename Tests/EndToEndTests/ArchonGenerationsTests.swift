import BackupKit
import Foundation
import NetworkTransport
import ProviderSupport
import Sandbox
import Testing
@testable import ArchonProvider

/// Archon's generations over real sockets: what each of them really answers, the lifecycle stream included.
@Suite(.timeLimit(.minutes(20)))
struct ArchonGenerationsTests {
    /// An account on a sandbox that serves one system.
    private struct Account {
        let sandbox: RunningSandbox
        let settings: ArchonSettings
        let reader: ArchonReader
        let writer: ArchonWriter
        let downloader: ArchonDownloader

        @MainActor
        init(_ system: SandboxSystem, api: ArchonSettings.Choice, speed: Double = 20) async throws {
            sandbox = try await Sandbox.start(SandboxOptions(systems: [system], servers: 1, backups: 3, speed: speed))
            let ready = try JSONDecoder().decode(Ready.self, from: Data(sandbox.readyLine.utf8))
            guard let served = ready.systems[system.rawValue] else { throw LiveService.NoServer() }
            settings = try ArchonSettings(base: BaseURL(served.url), token: Secret(served.token), api: api)
            let network = NetworkSettings(
                userAgent: "Backtop/test (tests@example.org)", requestTimeout: .seconds(60)
            )
            let http = AsyncHTTPTransport(network)
            let streams = AsyncHTTPStreamTransport(network)
            let reading = ReadOnlyHTTPTransport(http)
            reader = ArchonReader(
                settings, transport: reading, streaming: streams, webSocket: NIOWebSocketTransport(network)
            )
            writer = ArchonWriter(settings, transport: http)
            downloader = ArchonDownloader(settings, transport: reading, streaming: streams)
        }

        func location() async throws -> BackupLocation {
            let server = try #require(await reader.servers().first)
            return BackupLocation(server: server.id, world: server.defaultWorld?.id)
        }
    }

    @Test(arguments: [
        (SandboxSystem.archonV0, ProviderCapabilities.archonV0), (.archonV1, .archonV1), (.archonQueue, .archonQueue),
    ])
    func eachIsFoundOutByItsList(system: SandboxSystem, capabilities: ProviderCapabilities) async throws {
        let account = try await Account(system, api: .auto)
        let location = try await account.location()
        #expect((location.world == nil) == (system == .archonV0))
        let listing = try await account.reader.backups(at: location)
        #expect(listing.capabilities == capabilities)
        #expect(listing.backups.count == 3)
        #expect(listing.unreadable == 0)
        #expect(try await account.reader.server(location.server).worlds.isEmpty == (system == .archonV0))
        await account.sandbox.stop()
    }

    @Test func theQueueTellsByItsStreamWhatWasAskedFor() async throws {
        let account = try await Account(.archonQueue, api: .queue)
        let location = try await account.location()
        var events = account.reader.events(of: location.server).makeAsyncIterator()
        // The socket's word, then the stream's: only then is every change told.
        while let event = await events.next(), event != .backupsChanged {}
        let id = try await account.writer.createBackup(BackupDraft(name: "Told by the stream"), at: location)
        var state: OperationState?
        while state != .done, let event = await events.next() {
            guard event == .backupsChanged else { continue }
            let listing = try await account.reader.backups(at: location)
            let report = listing.operations.first { $0.backup == id }
            #expect(report?.run != nil)
            state = report?.state
        }
        #expect(state == .done)
        let backup = try await account.reader.backup(id, at: location)
        #expect(backup.state == .completed)
        #expect(backup.creator != nil)
        await account.sandbox.stop()
    }

    @Test func aRunIsCancelledByItsNumberAndTheBackupStays() async throws {
        let account = try await Account(.archonQueue, api: .queue, speed: 0.05)
        let location = try await account.location()
        let id = try await account.writer.createBackup(BackupDraft(name: "Called off"), at: location)
        let report = try #require(await account.reader.backups(at: location).operations.first { $0.backup == id })
        let run = try OperationRun(backup: id, kind: .create, id: #require(report.run))
        try await account.writer.cancel(run, at: location)
        let listing = try await account.reader.backups(at: location)
        let ended = listing.operations.first { $0.backup == id }
        #expect(ended == nil || ended?.state == .cancelled)
        #expect(listing.backups.count { $0.state == .completed } == 3)
        await account.sandbox.stop()
    }

    @Test(arguments: [SandboxSystem.archonV0, .archonV1, .archonQueue])
    func archivesComeFromTheNode(system: SandboxSystem) async throws {
        let account = try await Account(system, api: .auto)
        let location = try await account.location()
        let backup = try #require(
            await account.reader.backups(at: location).backups.first { $0.state == .completed }
        )
        let archive = try await account.downloader.open(backup.id, at: location, from: 0)
        var bytes: [UInt8] = []
        while let piece = try await archive.reader.next() {
            bytes += piece
        }
        #expect(bytes.starts(with: [0x1F, 0x8B]), "a gzip archive")
        #expect(archive.totalBytes.map { $0 == Int64(bytes.count) } ?? true)
        await account.sandbox.stop()
    }
}
