import SystemPackage

/// Moves a file's bytes as slowly as a pace demands.
enum PacedFile {
    /// Reads a file to its end and appends what it reads to `target`, where one is given. Throws file errors, and
    /// `CancellationError` when the task is cancelled.
    static func move(
        _ source: String,
        to target: String?,
        pace: Pace,
        report: @Sendable (Double) async -> Void
    ) async throws {
        let reader = try FileDescriptor.open(FilePath(source), .readOnly, options: [.closeOnExec])
        do {
            let writer = try target.map { path in
                try FileDescriptor.open(
                    FilePath(path),
                    .writeOnly,
                    options: [.create, .truncate, .closeOnExec],
                    permissions: [.ownerReadWrite]
                )
            }
            do {
                try await pump(reader, writer, pace, report)
            } catch {
                // The first error is the one worth telling.
                try? writer?.close()
                throw error
            }
            try writer?.close()
        } catch {
            // The same.
            try? reader.close()
            throw error
        }
        try reader.close()
    }

    private static func pump(
        _ reader: FileDescriptor,
        _ writer: FileDescriptor?,
        _ pace: Pace,
        _ report: @Sendable (Double) async -> Void
    ) async throws {
        var pace = pace
        var piece = [UInt8](repeating: 0, count: pace.chunk)
        while true {
            let count = try piece.withUnsafeMutableBytes { try reader.read(into: $0) }
            guard count > 0 else { return }
            try writer?.writeAll(piece.prefix(count))
            if let fraction = try await pace.moved(count) {
                await report(fraction)
            }
        }
    }
}
