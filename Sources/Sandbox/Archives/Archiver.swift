import Crypto
import FoundationEssentials
import Subprocess

/// Makes and unpacks `.tar.gz` archives with the system's `tar` and `gzip`.
struct Archiver: Sendable {
    /// A program failed; the description says at what.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let format = ["--format=gnu", "--owner=0", "--group=0", "--numeric-owner"]

    /// Packs a folder's content into a new archive. Throws `Failure`.
    func pack(_ folder: String, into archive: String) async throws {
        try await tar(Self.format + ["--sort=name", "-C", folder, "-czf", archive, "."], "pack \(folder)")
    }

    /// Packs what the patterns leave of a folder's content into a new archive. Throws `Failure` or file errors.
    func pack(_ folder: String, ignoring patterns: IgnorePatterns, into archive: String) async throws {
        guard !patterns.isEmpty else { return try await pack(folder, into: archive) }
        let taken = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter { path in
            !patterns.leavesOut(path)
        }
        let list = archive + ".list"
        try Data(taken.flatMap { "./\($0)\0".utf8 }).write(to: URL(filePath: list))
        let result: Result<Void, any Error>
        do {
            result = try await .success(tar(
                Self.format + ["-C", folder, "--no-recursion", "--null", "-czf", archive, "-T", list],
                "pack \(folder)"
            ))
        } catch {
            result = .failure(error)
        }
        try FileManager.default.removeItem(atPath: list)
        try result.get()
    }

    /// Unpacks an archive into an existing folder. Throws `Failure`.
    func unpack(_ archive: String, into folder: String) async throws {
        try await tar(["-C", folder, "-xzf", archive], "unpack \(archive)")
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

    private func tar(_ arguments: [String], _ act: String) async throws {
        let result: ExecutionResult<Void, DiscardedOutput, StringOutput<UTF8>>
        do {
            result = try await run(
                .name("tar"),
                arguments: Arguments(arguments),
                input: .none,
                output: .discarded,
                error: .string(limit: 4096)
            )
        } catch let error as SubprocessError {
            throw Failure(description: "tar could not \(act): \(error)")
        }
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: "tar could not \(act): \(result.standardError)")
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
