/// The port towards archives: opens one for reading and changes nothing. A type of its own, because some services want
/// a POST for the link, which a read-only session cannot send.
public protocol BackupDownloader: Sendable {
    /// Opens a backup's archive, with a fresh link each time.
    ///
    /// - Parameter offset: bytes that are there already, 0 for none. The answer says where it really begins.
    func open(
        _ backup: Backup.ID,
        at location: BackupLocation,
        from offset: Int64
    ) async throws(ProviderError) -> ArchiveStream
}

/// An archive that is being read.
public struct ArchiveStream: Sendable {
    /// Where the bytes begin: the offset that was asked for, or 0 where the service cannot resume.
    public var offset: Int64
    /// Bytes of the whole archive; nil where the service does not tell.
    public var totalBytes: Int64?
    /// The bytes.
    public var reader: any ArchiveReader

    /// A stream that begins at `offset`.
    public init(offset: Int64, totalBytes: Int64?, reader: any ArchiveReader) {
        self.offset = offset
        self.totalBytes = totalBytes
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
