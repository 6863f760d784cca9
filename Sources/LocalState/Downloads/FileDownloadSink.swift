public import BackupKit
import SystemPackage

/// One archive that is being written to disk. Released without `suspend` or `finish`, it lets go of the file, too.
public actor FileDownloadSink: DownloadSink {
    private let place: DownloadPlace
    /// Nil when the download has ended in one way or another.
    private var file: OpenFile?
    private var digest: StreamingDigest
    /// Bytes written so far, those taken in at the beginning included.
    public private(set) var byteCount: Int64

    init(_ place: DownloadPlace, _ file: OpenFile, _ digest: StreamingDigest, byteCount: Int64) {
        self.place = place
        self.file = file
        self.digest = digest
        self.byteCount = byteCount
    }

    /// Appends bytes. After an error the same bytes may be written again.
    public func write(_ bytes: [UInt8]) async throws(DownloadError) {
        let file = try opened()
        do {
            try file.write(bytes, at: byteCount)
        } catch {
            throw DownloadError(error, about: place.partPath)
        }
        digest.update(bytes)
        byteCount += Int64(bytes.count)
    }

    /// Throws everything away and begins anew at 0.
    public func restart() async throws(DownloadError) {
        let file = try opened()
        do {
            try file.truncate(to: 0)
        } catch {
            throw DownloadError(error, about: place.partPath)
        }
        digest = digest.emptied
        byteCount = 0
    }

    /// Compares size and digest, syncs and gives the file its name. Ends the download either way; where it throws, the
    /// `.part` file is kept.
    public func finish(
        expecting checksum: Checksum?,
        bytes: Int64?
    ) async throws(DownloadError) -> DownloadReceipt {
        let file = try opened()
        self.file = nil
        if let bytes, bytes != byteCount {
            throw mismatch("has \(byteCount) bytes", "\(bytes)")
        }
        let actual = try await digest(of: file, like: checksum)
        if let checksum, checksum.value.lowercased() != actual.value {
            let name = actual.algorithm.rawValue
            throw mismatch("has \(name) \(actual.value)", checksum.value)
        }
        do throws(Errno) {
            // A part of a write that failed may stand behind the last good byte.
            try file.truncate(to: byteCount)
            try file.sync()
            if place.replaces {
                try place.folder.rename(place.name.part, replacing: place.name.text)
            } else {
                try place.folder.rename(place.name.part, toFree: place.name.text)
            }
            try place.folder.sync()
        } catch {
            throw DownloadError(error, about: place.path)
        }
        return DownloadReceipt(
            path: place.path, bytes: byteCount, checksum: actual, doubt: checksum == nil && bytes == nil ? .length : nil
        )
    }

    /// Closes the file and leaves the `.part` for a later resume; an empty one goes.
    public func suspend() async {
        guard let file else { return }
        self.file = nil
        if byteCount == 0 {
            // An empty file that stays does no harm.
            try? place.folder.unlink(place.name.part)
        } else {
            // The digest of a resume tells whether what is there is good.
            try? file.sync()
        }
    }

    /// The digest by which the service describes the archive: computed so far, or read again where the service names
    /// another algorithm than the one that was announced.
    private func digest(of file: OpenFile, like checksum: Checksum?) async throws(DownloadError) -> Checksum {
        let own = digest.checksum
        guard let checksum, checksum.algorithm != own.algorithm else { return own }
        do {
            return try await StreamingDigest.reading(file, checksum.algorithm).digest.checksum
        } catch {
            throw DownloadError(error, about: place.partPath)
        }
    }

    private func opened() throws(DownloadError) -> OpenFile {
        guard let file else { throw DownloadError(.failed, "\(place.path): the download has ended; begin it again") }
        return file
    }

    private func mismatch(_ ours: String, _ theirs: String) -> DownloadError {
        DownloadError(
            .mismatch,
            "\(place.partPath) \(ours), the service says \(theirs): not used; remove it and download again"
        )
    }
}
