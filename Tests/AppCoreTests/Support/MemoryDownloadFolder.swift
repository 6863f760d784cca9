import BackupKit
import TestSupport

/// A download folder that lives as long as the test: finished files, `.part` files, and a limit of the disk.
final class MemoryDownloadFolder: DownloadFolder {
    struct Content {
        var files: [String: [UInt8]] = [:]
        var parts: [String: [UInt8]] = [:]
        /// How often a sink was closed with its part kept.
        var suspensions = 0
        /// Bytes that the disk holds.
        var capacity = Int.max
        /// What opening a sink throws.
        var refusal: DownloadError?
    }

    let content = Watched(Content())

    func standing(_ name: String) async throws(DownloadError) -> StandingDownload {
        StandingDownload(
            path: "/downloads/\(name)",
            finishedBytes: content.value.files[name].map { Int64($0.count) },
            partBytes: content.value.parts[name].map { Int64($0.count) }
        )
    }

    func begin(
        _ name: String,
        digest: Checksum.Algorithm,
        resumes: Bool,
        replaces: Bool
    ) async throws(DownloadError) -> any DownloadSink {
        if let refusal = content.value.refusal { throw refusal }
        if content.value.files[name] != nil, !replaces { throw DownloadError(.exists, "\(name) is there already") }
        content.update { $0.parts[name] = resumes ? $0.parts[name] ?? [] : [] }
        return MemoryDownloadSink(name: name, algorithm: digest, content: content)
    }

    func digest(of name: String, _ algorithm: Checksum.Algorithm) async throws(DownloadError) -> Checksum {
        guard let bytes = content.value.files[name] else { throw DownloadError(.missing, "\(name) is not there") }
        return Self.checksum(of: bytes, algorithm)
    }

    /// No real digest: it only has to tell contents apart.
    static func checksum(of bytes: [UInt8], _ algorithm: Checksum.Algorithm = .sha256) -> Checksum {
        let hash = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Checksum(algorithm: algorithm, value: String(hash, radix: 16))
    }
}

private struct MemoryDownloadSink: DownloadSink {
    let name: String
    let algorithm: Checksum.Algorithm
    let content: Watched<MemoryDownloadFolder.Content>

    var byteCount: Int64 {
        Int64(content.value.parts[name]?.count ?? 0)
    }

    func write(_ bytes: [UInt8]) async throws(DownloadError) {
        let fits = content.update { content in
            guard (content.parts[name]?.count ?? 0) + bytes.count <= content.capacity else { return false }
            content.parts[name]?.append(contentsOf: bytes)
            return true
        }
        guard fits else { throw DownloadError(.noSpace, "The disk is full: make room for \(name)") }
    }

    func restart() async throws(DownloadError) {
        content.update { $0.parts[name] = [] }
    }

    func finish(expecting checksum: Checksum?, bytes: Int64?) async throws(DownloadError) -> DownloadReceipt {
        let part = content.value.parts[name] ?? []
        let found = MemoryDownloadFolder.checksum(of: part, algorithm)
        if let bytes, bytes != Int64(part.count) {
            throw DownloadError(.mismatch, "\(name) has \(part.count) bytes, not \(bytes)")
        }
        if let checksum, checksum != found { throw DownloadError(.mismatch, "The checksum of \(name) differs") }
        content.update {
            $0.files[name] = part
            $0.parts[name] = nil
        }
        return DownloadReceipt(
            path: "/downloads/\(name)",
            bytes: Int64(part.count),
            checksum: found,
            doubt: checksum == nil && bytes == nil ? .length : nil
        )
    }

    func suspend() async {
        content.update { $0.suspensions += 1 }
    }
}
