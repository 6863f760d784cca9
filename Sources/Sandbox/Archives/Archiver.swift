import Crypto
import FoundationEssentials
import Subprocess
import SystemPackage

/// Makes and unpacks `.tar.gz` archives with the system's `tar` and `gzip`, as slowly as a pace demands.
struct Archiver: Sendable {
    /// A program of the pipeline failed.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Called with every piece moved; may wait, and ends the work by throwing.
    typealias Step = (_ bytes: Int) async throws -> Void

    /// Packs a folder into `archive`, which grows while `step` is called with the bytes read from the folder.
    func pack(_ folder: String, into archive: String, chunk: Int, step: Step) async throws {
        let file = try FileDescriptor.open(
            FilePath(archive),
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        let packing = try await file.closeAfter {
            try await run(
                .name("gzip"),
                arguments: ["-n", "-c"],
                input: .inputWriter,
                output: .fileDescriptor(file, closeAfterSpawningProcess: false),
                error: .discarded
            ) { gzip in
                let reading = try await run(
                    .name("tar"),
                    arguments: [
                        "--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner",
                        "-C", folder, "-cf", "-", ".",
                    ],
                    input: .none,
                    output: .sequence,
                    error: .discarded
                ) { tar in
                    for try await buffer in tar.standardOutput {
                        let bytes = buffer.withUnsafeBytes { Array($0) }
                        for start in stride(from: 0, to: bytes.count, by: chunk) {
                            let piece = Array(bytes[start ..< min(start + chunk, bytes.count)])
                            _ = try await gzip.standardInputWriter.write(piece)
                            try await step(piece.count)
                        }
                    }
                }
                try Self.require(reading.terminationStatus, "tar could not read \(folder)")
            }
        }
        try Self.require(packing.terminationStatus, "gzip could not write \(archive)")
    }

    /// Unpacks `archive` into an existing folder, calling `step` with the archive bytes read.
    func unpack(_ archive: String, into folder: String, chunk: Int, step: Step) async throws {
        let file = try FileDescriptor.open(FilePath(archive), .readOnly, options: [.closeOnExec])
        let unpacking = try await file.closeAfter {
            try await run(
                .name("tar"),
                arguments: ["-C", folder, "-xzf", "-"],
                input: .inputWriter,
                output: .discarded,
                error: .discarded
            ) { tar in
                var piece = [UInt8](repeating: 0, count: chunk)
                while true {
                    let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
                    guard count > 0 else { break }
                    _ = try await tar.standardInputWriter.write(Array(piece.prefix(count)))
                    try await step(count)
                }
            }
        }
        try Self.require(unpacking.terminationStatus, "tar could not unpack \(archive)")
    }

    /// Size and checksums of a finished archive.
    func facts(of archive: String) throws -> ArchiveFacts {
        let data = try Data(contentsOf: URL(filePath: archive))
        return ArchiveFacts(
            bytes: data.count,
            sha1: Insecure.SHA1.hash(data: data).hexadecimal,
            sha256: SHA256.hash(data: data).hexadecimal
        )
    }

    private static func require(_ status: TerminationStatus, _ message: String) throws(Failure) {
        guard status.isSuccess else { throw Failure(description: "\(message) (\(status))") }
    }
}

extension FileDescriptor {
    /// `FileDescriptor.closeAfter` for a body that waits.
    fileprivate func closeAfter<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            try close()
            return result
        } catch {
            // The first error is the one worth telling.
            try? close()
            throw error
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as lower-case hexadecimal digits.
    var hexadecimal: String {
        reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
