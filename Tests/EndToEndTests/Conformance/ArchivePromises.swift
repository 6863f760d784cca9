import BackupKit
import Foundation
import Sandbox
import ServiceClient

/// Promises about downloads.
enum ArchivePromises {
    static func check(_ promise: LivePromise, _ bench: LiveBench) async throws {
        guard let downloader = bench.service.provider.downloader()
        else { throw BrokenPromise("there is no downloader") }
        switch promise {
        case .archivesArriveWhole: try await whole(bench, downloader)
        case .downloadsGoOnWhereTheyBroke: try await resume(bench, downloader)
        case .brokenArchivesAreNoEnd: try await cut(bench, downloader)
        case .everyDownloadHasItsOwnLink: try await twice(bench, downloader)
        default: try await used(bench, downloader)
        }
    }

    private static func whole(_ bench: LiveBench, _ downloader: any BackupDownloader) async throws {
        let truth = try await bench.trueBackup(bench.backup)
        let stream = try await downloader.open(bench.backup, at: bench.location, from: 0)
        try promise(stream.offset == 0, "it begins at \(stream.offset)")
        try promise(stream.totalBytes == truth?.bytes, "its size is told as \(String(describing: stream.totalBytes))")
        let bytes = try await read(stream)
        try promise(Int64(bytes.count) == truth?.bytes, "\(bytes.count) bytes came")
        try promise(digest(bytes) == truth?.sha256, "other bytes came than the archive's")
        let isToldToken = try bench.service.requests().contains {
            node($0.path, bench) && $0.headers["authorization"] != nil
        }
        try promise(!isToldToken, "the account's token went along with the link")
    }

    private static func resume(_ bench: LiveBench, _ downloader: any BackupDownloader) async throws {
        let all = try await read(downloader.open(bench.backup, at: bench.location, from: 0))
        let stream = try await downloader.open(bench.backup, at: bench.location, from: 1000)
        try promise([0, 1000].contains(stream.offset), "it goes on at \(stream.offset)")
        let rest = try await read(stream)
        try promise(rest == Array(all.dropFirst(Int(stream.offset))), "other bytes came the second time")
        try promise(stream.totalBytes == Int64(all.count), "its size is \(String(describing: stream.totalBytes))")
    }

    private static func cut(_ bench: LiveBench, _ downloader: any BackupDownloader) async throws {
        try await bench.service.fault(
            #""match":{"method":"GET","path":"\#(nodePath(bench.service.system))"},"fault":"cut","bytes":1000"#
        )
        let stream = try await downloader.open(bench.backup, at: bench.location, from: 0)
        do {
            let bytes = try await read(stream)
            throw BrokenPromise("\(bytes.count) bytes were taken for the whole archive")
        } catch let error as ProviderError {
            try promise(error.code == .unreachable, "a cut archive is \(error.code.rawValue): \(error.message)")
        }
        let truth = try await bench.trueBackup(bench.backup)
        let again = try await read(downloader.open(bench.backup, at: bench.location, from: 0))
        try promise(digest(again) == truth?.sha256, "the second attempt brought other bytes")
    }

    /// Each attempt brings the archive, also where a link may be used once.
    private static func twice(_ bench: LiveBench, _ downloader: any BackupDownloader) async throws {
        let truth = try await bench.trueBackup(bench.backup)
        for attempt in ["first", "second"] {
            let bytes = try await read(downloader.open(bench.backup, at: bench.location, from: 0))
            try promise(digest(bytes) == truth?.sha256, "the \(attempt) download brought other bytes")
        }
    }

    /// What nodes say of a link that was used before.
    private static func used(_ bench: LiveBench, _ downloader: any BackupDownloader) async throws {
        try await bench.service.fault(
            #""match":{"method":"GET","path":"\#(nodePath(bench.service.system))"},"fault":"status","status":404,"headers":{"Content-Type":"application/json"},"body":"{\"error\":\"The requested resource was not found on this server.\"}""#
        )
        do {
            _ = try await downloader.open(bench.backup, at: bench.location, from: 0)
            throw BrokenPromise("a refusal was taken for an archive")
        } catch let error as ProviderError {
            try promise(!error.isOutcomeUnknown && error.message.contains { $0.isLetter }, error.message)
        }
        _ = try await read(downloader.open(bench.backup, at: bench.location, from: 0))
    }

    private static func read(_ stream: ArchiveStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await stream.reader.next() {
            bytes += piece
        }
        await stream.reader.close()
        return bytes
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        Data(bytes).sha256
    }

    /// Where the archive itself comes from.
    static func nodePath(_ system: SandboxSystem) -> String {
        switch system {
        case .archonV0, .archonV1, .archonQueue: "*/modrinth/v0/backups/*/download"
        case .pterodactyl: "*/download/backup"
        case .stellarstack, .vpsorg: "*/backups/download"
        }
    }

    private static func node(_ path: String, _ bench: LiveBench) -> Bool {
        switch bench.service.system {
        case .archonV0, .archonV1, .archonQueue: path.contains("/modrinth/v0/backups/")
        case .pterodactyl: path.hasSuffix("/download/backup")
        case .stellarstack, .vpsorg: path.hasSuffix("/backups/download")
        }
    }
}
