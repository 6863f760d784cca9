import BackupKit
import Crypto
import SystemPackage

/// A digest that is computed while the bytes come by.
struct StreamingDigest: Sendable {
    private let algorithm: Checksum.Algorithm
    private var sha1 = Insecure.SHA1()
    private var sha256 = SHA256()

    /// How many bytes are read at once.
    private static let piece = 256 << 10

    /// The digest of nothing yet.
    init(_ algorithm: Checksum.Algorithm) {
        self.algorithm = algorithm
    }

    /// The digest of a file from its first byte to its last, and their number. Reads piece by piece and lets other
    /// tasks run in between; throws `canceled` when the task is cancelled.
    static func reading(
        _ file: OpenFile,
        _ algorithm: Checksum.Algorithm
    ) async throws(Errno) -> (digest: StreamingDigest, bytes: Int64) {
        var digest = StreamingDigest(algorithm)
        var count: Int64 = 0
        while true {
            if Task.isCancelled { throw .canceled }
            let bytes = try file.read(piece, at: count)
            guard !bytes.isEmpty else { return (digest, count) }
            digest.update(bytes)
            count += Int64(bytes.count)
            await Task.yield()
        }
    }

    /// The same digest of nothing yet.
    var emptied: StreamingDigest {
        StreamingDigest(algorithm)
    }

    /// Takes in the next bytes.
    mutating func update(_ bytes: [UInt8]) {
        switch algorithm {
        case .sha1: sha1.update(data: bytes)
        case .sha256: sha256.update(data: bytes)
        }
    }

    /// The digest of everything so far.
    var checksum: Checksum {
        switch algorithm {
        case .sha1: Checksum(algorithm: .sha1, value: Self.hexadecimal(sha1.finalize()))
        case .sha256: Checksum(algorithm: .sha256, value: Self.hexadecimal(sha256.finalize()))
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
