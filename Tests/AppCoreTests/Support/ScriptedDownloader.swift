import BackupKit
import TestSupport

/// Opens an archive as a script says, one answer a connection. The last answer is given again when the script is over.
final class ScriptedDownloader: BackupDownloader {
    enum Piece {
        /// That many bytes of the archive.
        case bytes(Int)
        /// The connection breaks.
        case breaks(ProviderError)
        /// Nothing comes until the reader is cancelled.
        case hangs
    }

    enum Answer {
        /// A stream that begins where it was asked to, and tells how long the archive is.
        case resumed([Piece])
        /// A stream of a service that begins at 0 always.
        case anew([Piece])
        /// One that tells no length.
        case unmeasured([Piece])
        /// One that tells its version.
        case versioned(String, [Piece])
        case refused(ProviderError)
    }

    static let lost = ProviderError(.unreachable, "The connection was lost")

    /// What the service holds.
    let archive: [UInt8]
    private let answers: [Answer]
    /// Offsets asked for, one a connection.
    let opened = Watched<[Int64]>([])
    /// Versions asked for, one a connection.
    let versions = Watched<[String?]>([])
    let closed = Watched(0)
    let hanging = Watched(false)

    init(_ archive: [UInt8] = ScriptedDownloader.archive(1000), _ answers: Answer...) {
        self.archive = archive
        self.answers = answers
    }

    /// An archive in which no two places look alike.
    static func archive(_ count: Int, seed: Int = 0) -> [UInt8] {
        (0 ..< count).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ ($0 >> 5) &+ seed) }
    }

    func open(
        _: Backup.ID,
        at _: BackupLocation,
        from offset: Int64,
        of version: String?
    ) async throws(ProviderError) -> ArchiveStream {
        versions.update { $0.append(version) }
        let index = opened.update { opened in
            opened.append(offset)
            return opened.count - 1
        }
        switch answers[min(index, answers.count - 1)] {
        case let .refused(error): throw error
        case let .resumed(pieces): return stream(pieces, from: offset, total: Int64(archive.count))
        case let .anew(pieces): return stream(pieces, from: 0, total: Int64(archive.count))
        case let .unmeasured(pieces): return stream(pieces, from: offset, total: nil)
        case let .versioned(version, pieces):
            var stream = stream(pieces, from: offset, total: Int64(archive.count))
            stream.version = version
            return stream
        }
    }

    private func stream(_ pieces: [Piece], from offset: Int64, total: Int64?) -> ArchiveStream {
        ArchiveStream(
            offset: offset,
            totalBytes: total,
            reader: ScriptedReader(pieces: pieces, offset: Int(offset), source: self)
        )
    }
}

private final class ScriptedReader: ArchiveReader {
    private let source: ScriptedDownloader
    private let rest: Watched<(pieces: [ScriptedDownloader.Piece], offset: Int)>

    init(pieces: [ScriptedDownloader.Piece], offset: Int, source: ScriptedDownloader) {
        self.source = source
        rest = Watched((pieces, offset))
    }

    func next() async throws(ProviderError) -> [UInt8]? {
        let (piece, offset) = rest.update { rest in
            let piece = rest.pieces.isEmpty ? nil : rest.pieces.removeFirst()
            let offset = rest.offset
            if case let .bytes(count)? = piece { rest.offset += count }
            return (piece, offset)
        }
        switch piece {
        case nil: return nil
        case let .bytes(count)?: return Array(source.archive.dropFirst(offset).prefix(count))
        case let .breaks(error)?: throw error
        case .hangs?:
            source.hanging.update { $0 = true }
            await source.hanging.wait { !$0 }
            throw ScriptedDownloader.lost
        }
    }

    func close() async {
        source.closed.update { $0 += 1 }
    }
}
