import FoundationEssentials
import SystemPackage

/// The body of an answer: bytes at hand, or a part of a file that is read while it is sent.
enum AnswerBody: Sendable {
    case bytes([UInt8])
    case file(FilePart)

    /// How many bytes will be sent.
    var count: Int {
        switch self {
        case let .bytes(bytes): bytes.count
        case let .file(part): part.count
        }
    }

    /// Hands the first `limit` bytes to `write`, or all, in pieces. Throws file errors and what `write` throws.
    func pieces(upTo limit: Int? = nil, _ write: (ArraySlice<UInt8>) async throws -> Void) async throws {
        switch self {
        case let .bytes(bytes): try await write(bytes.prefix(limit ?? bytes.count))
        case let .file(part): try await part.pieces(upTo: limit ?? part.count, write)
        }
    }
}

/// Some bytes of a file.
struct FilePart: Sendable {
    let path: String
    let offset: Int
    let count: Int

    private static let piece = 64 * 1024

    /// From an offset to the end that the file has now, or so many bytes. Throws Foundation's file errors.
    init(path: String, offset: Int = 0, atMost limit: Int = .max) throws {
        self.path = path
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        self.offset = min(offset, size)
        count = min(size - self.offset, limit)
    }

    /// A file that has become shorter ends the connection, as a broken disk would.
    func pieces(upTo limit: Int, _ write: (ArraySlice<UInt8>) async throws -> Void) async throws {
        let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        do {
            var buffer = [UInt8](repeating: 0, count: Self.piece)
            var position = offset
            let end = offset + min(limit, count)
            while position < end {
                let wanted = min(Self.piece, end - position)
                let got = try buffer.withUnsafeMutableBytes { bytes in
                    try file.read(
                        fromAbsoluteOffset: Int64(position),
                        into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<wanted])
                    )
                }
                guard got > 0 else { throw RequestPipeline.HangUp() }
                try await write(buffer[..<got])
                position += got
            }
        } catch {
            // The first error is the one worth telling.
            try? file.close()
            throw error
        }
        try file.close()
    }
}
