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
    /// A longer wait than this is said and not sat out.
    private static let longestWait = Duration.seconds(60)
    /// The least that is worth a report.
    private static let smallestStep: Int64 = 1 << 16

    /// What is known of the archive that comes in.
    private struct Fetched {
        /// Bytes of the whole; nil where nobody told.
        var total: Int64?
        /// What was there from before is part of it.
        var isResumed = true
        /// What tells it from another archive behind the same link; nil where nothing does.
        var version: String?
        /// It came in parts, and neither a version nor a checksum tells that all are of one archive.
        var isPatched = false
        /// The service has another archive now: what is here is no part of it.
        var hasChanged = false
    }

    func run() async -> DownloadEnd {
        // Parts carry the name of a backup, which others may bear too: only a checksum shows that the bytes from before
        // belong to this one.
        let first = await attempt(resumes: target.canResume)
        guard first.blamesPart, !Task.isCancelled else { return first.end }
        return await attempt(resumes: false).end
    }

    /// One try, from what is there or from 0; it blames the part when what was there from before may be what is wrong.
    private func attempt(resumes: Bool) async -> (end: DownloadEnd, blamesPart: Bool) {
        let sink: any DownloadSink
        do {
            sink = try await folder.begin(
                target.fileName,
                digest: target.backup.checksum?.algorithm ?? .sha256,
                resumes: resumes,
                replaces: replaces
            )
        } catch {
            return (.failed(error.message), false)
        }
        let taken = await sink.byteCount
        do throws(ProviderError) {
            let fetched = taken > 0 && taken == target.backup.size
                ? Fetched(total: taken, isResumed: true) : try await fetch(into: sink)
            return await finish(sink, fetched, hadPart: taken > 0)
        } catch {
            let count = await sink.byteCount
            await sink.suspend()
            // What a service says of an offset that its archive does not have.
            return (.failed(error.message), count > 0 && error.code == .invalidResponse)
        }
    }

    private func finish(
        _ sink: any DownloadSink,
        _ fetched: Fetched,
        hadPart: Bool
    ) async -> (end: DownloadEnd, blamesPart: Bool) {
        guard await sink.byteCount > 0 else {
            await sink.suspend()
            return (.failed("The service sent an empty archive: try again, or look at the backup there"), false)
        }
        do {
            var receipt = try await sink.finish(
                expecting: target.backup.checksum, bytes: target.backup.size ?? fetched.total
            )
            if fetched.isPatched { receipt.doubt = receipt.doubt ?? .parts }
            return (.done(receipt), false)
        } catch {
            await sink.suspend()
            return (.failed(error.message), hadPart && fetched.isResumed && error.code == .mismatch)
        }
    }

    /// Reads until the end, over as many connections as that takes.
    private func fetch(into sink: any DownloadSink) async throws(ProviderError) -> Fetched {
        var failures = 0
        var furthest = await sink.byteCount
        var fetched = Fetched()
        while true {
            do throws(ProviderError) {
                try await read(into: sink, &fetched)
                return fetched
            } catch {
                if Task.isCancelled || error.code == .cancelled { throw error }
                // Where every connection begins at 0, only bytes that were never there before are a step forward.
                let count = await sink.byteCount
                failures = count > furthest ? 0 : failures + 1
                furthest = max(furthest, count)
                guard error.isWorthAnotherLink, failures < Self.patience,
                      error.retryAfter ?? .zero <= Self.longestWait else { throw error }
                do {
                    try await clock.sleep(for: max(error.retryAfter ?? .zero, Self.firstWait * (1 << failures)))
                } catch {
                    throw ProviderError(.cancelled, "The download was cancelled")
                }
            }
        }
    }

    /// Reads one connection to its end.
    private func read(into sink: any DownloadSink, _ fetched: inout Fetched) async throws(ProviderError) {
        let stream = try await downloader.open(
            target.backup.id,
            at: target.location.location,
            from: fetched.hasChanged ? 0 : sink.byteCount,
            of: fetched.version
        )
        do throws(ProviderError) {
            try check(stream, &fetched)
            if await stream.offset != sink.byteCount {
                fetched.isResumed = false
                try await write { () throws(DownloadError) in try await sink.restart() }
            }
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
        } catch {
            await stream.reader.close()
            throw error
        }
    }

    /// A stream that goes on where the last one broke off must be of the same archive.
    private func check(_ stream: ArchiveStream, _ fetched: inout Fetched) throws(ProviderError) {
        if stream.offset > 0, isOther(stream.version, fetched.version) || isOther(stream.totalBytes, fetched.total) {
            fetched = Fetched(hasChanged: true)
            throw ProviderError(.unreachable, "The service has another archive now")
        }
        if stream.offset == 0 { fetched = Fetched(isResumed: fetched.isResumed) }
        if stream.offset > 0, target.backup.checksum == nil, fetched.version == nil { fetched.isPatched = true }
        fetched.total = stream.totalBytes ?? fetched.total
        fetched.version = stream.version ?? fetched.version
    }

    private func isOther<Value: Equatable>(_ new: Value?, _ old: Value?) -> Bool {
        guard let new, let old else { return false }
        return new != old
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
