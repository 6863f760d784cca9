/// The port towards archives: opens one for reading and changes nothing. A type of its own, because some services want
/// a POST for the link, which a read-only session cannot send.
public protocol BackupDownloader: Sendable {
    /// Opens a backup's archive, with a fresh link each time.
    ///
    /// - Parameters:
    ///   - offset: bytes that are there already, 0 for none. The answer says where it really begins.
    ///   - version: what those bytes are of, as the stream they came from told; a service that has another one now
    ///     begins at 0.
    func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64,
        of version: String?
    ) async throws(ProviderError) -> ArchiveStream
}

extension BackupDownloader {
    /// Opens a backup's archive from `offset` on, whichever version of it there is.
    public func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64
    ) async throws(ProviderError) -> ArchiveStream {
        try await open(backup, at: location, from: offset, of: nil)
    }
}

/// An archive that is being read.
public struct ArchiveStream: Sendable {
    /// Where the bytes begin: the offset that was asked for, or 0 where the service cannot resume.
    public var offset: Int64
    /// Bytes of the whole archive; nil where the service does not tell.
    public var totalBytes: Int64?
    /// What tells this archive from another one behind the same link (a strong `ETag`); nil where nothing does.
    public var version: String?
    /// The bytes.
    public var reader: any ArchiveReader

    /// A stream that begins at `offset`.
    public init(offset: Int64, totalBytes: Int64?, version: String? = nil, reader: any ArchiveReader) {
        self.offset = offset
        self.totalBytes = totalBytes
        self.version = version
        self.reader = reader
    }
}

/// The bytes of an archive, piece by piece, as fast as they are asked for. For one consumer.
public protocol ArchiveReader: Sendable {
    /// The next piece, never empty; nil at the end. Throws when the connection broke before the end.
    func next() async throws(ProviderError) -> [UInt8]?

    /// Stops reading and lets the connection go. May be called at any time, and twice.
    func close() async
}
