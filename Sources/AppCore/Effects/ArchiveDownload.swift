import BackupKit

/// Fetches one archive into the download folder: resumes where the service can, begins anew with a fresh link where it
/// cannot, and names the file only when it is whole.
struct ArchiveDownload {
    let target: DownloadTarget
    let replaces: Bool
    let downloader: any BackupDownloader
    let folder: any DownloadFolder
    let clock: any Clock<Duration>
    /// Bytes that are there, and bytes of the whole.
    let report: @Sendable (Int64, Int64?) -> Void

    /// Breaks in a row without a byte in between, after which it is given up.
    private static let patience = 5
    private static let firstWait = Duration.seconds(1)
    /// The least that is worth a report.
    private static let smallestStep: Int64 = 1 << 16

    func run() async -> DownloadEnd {
        do throws(DownloadError) {
            let sink = try await folder.begin(
                target.fileName,
                digest: target.backup.checksum?.algorithm ?? .sha256,
                resumes: true,
                replaces: replaces
            )
            do throws(ProviderError) {
                let total = try await fetch(into: sink)
                return await finish(sink, total: total)
            } catch {
                await sink.suspend()
                return .failed(error.message)
            }
        } catch {
            return .failed(error.message)
        }
    }

    private func finish(_ sink: any DownloadSink, total: Int64?) async -> DownloadEnd {
        do {
            return try await .done(sink.finish(
                expecting: target.backup.checksum, bytes: target.backup.size ?? total
            ))
        } catch {
            await sink.suspend()
            return .failed(error.message)
        }
    }

    /// Reads until the end, over as many connections as that takes. Answers the size of the whole where it was told.
    private func fetch(into sink: any DownloadSink) async throws(ProviderError) -> Int64? {
        var failures = 0
        while true {
            let before = await sink.byteCount
            do throws(ProviderError) {
                return try await read(into: sink)
            } catch {
                if Task.isCancelled || error.code == .cancelled { throw error }
                failures = await sink.byteCount > before ? 0 : failures + 1
                guard error.isWorthAnotherLink, failures < Self.patience else { throw error }
                let wait = max(error.retryAfter ?? .zero, Self.firstWait * (1 << failures))
                do {
                    try await clock.sleep(for: min(wait, .seconds(60)))
                } catch {
                    throw ProviderError(.cancelled, "The download was cancelled")
                }
            }
        }
    }

    private func read(into sink: any DownloadSink) async throws(ProviderError) -> Int64? {
        let stream = try await downloader.open(
            target.backup.id, at: target.location.location, from: sink.byteCount
        )
        do throws(ProviderError) {
            if await stream.offset != sink.byteCount { try await write { () throws(DownloadError) in
                try await sink.restart()
            } }
            let total = stream.totalBytes ?? target.backup.size
            var reported = await sink.byteCount
            report(reported, total)
            while let bytes = try await stream.reader.next() {
                if Task.isCancelled { throw ProviderError(.cancelled, "The download was cancelled") }
                try await write { () throws(DownloadError) in try await sink.write(bytes) }
                let count = await sink.byteCount
                if count - reported >= max(Self.smallestStep, (total ?? 0) / 200) {
                    reported = count
                    report(count, total)
                }
            }
            let count = await sink.byteCount
            report(count, total)
            if let total = stream.totalBytes, count < total {
                throw ProviderError(.unreachable, "The archive ended after \(count) of \(total) bytes")
            }
            await stream.reader.close()
            return stream.totalBytes
        } catch {
            await stream.reader.close()
            throw error
        }
    }

    /// A disk that takes no more ends the download as a whole.
    private func write(_ work: () async throws(DownloadError) -> Void) async throws(ProviderError) {
        do {
            try await work()
        } catch {
            throw ProviderError(.unsupported, error.message)
        }
    }
}

extension ProviderError {
    /// A fresh link may bring the rest.
    fileprivate var isWorthAnotherLink: Bool {
        switch code {
        case .unreachable, .timedOut, .serverFailure, .rateLimited: true
        case .unauthorized, .forbidden, .notFound, .conflict, .limitReached, .invalidResponse, .unsupported,
             .cancelled: false
        }
    }
}
