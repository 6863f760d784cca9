/// The port towards the folder where downloads go. Names are made safe by the folder; nothing is ever overwritten
/// unless that is said. A name stands for one archive (let it hold the backup's id): what was left of a download is
/// taken up by its name.
public protocol DownloadFolder: Sendable {
    /// What stands there already for a backup's file.
    func standing(_ name: String) async throws(DownloadError) -> StandingDownload

    /// Opens `NAME.part` for writing and takes in what is there already when `resumes` is true; then `byteCount` of the
    /// sink says where to go on. Throws `exists` at once when a finished file must not be replaced, and `busy` while
    /// another download of that name runs.
    ///
    /// - Parameter replaces: whether a finished file of that name may be replaced at the end.
    func begin(
        _ name: String,
        digest: Checksum.Algorithm,
        resumes: Bool,
        replaces: Bool
    ) async throws(DownloadError) -> any DownloadSink

    /// Reads a finished file and answers its digest.
    func digest(of name: String, _ algorithm: Checksum.Algorithm) async throws(DownloadError) -> Checksum
}

/// What stands in the folder for a name.
public struct StandingDownload: Hashable, Sendable {
    /// The file's path, with the name made safe: what the user is shown.
    public var path: String
    /// Bytes of the finished file; nil when there is none.
    public var finishedBytes: Int64?
    /// Bytes of the `.part` file; nil when there is none.
    public var partBytes: Int64?

    /// What was found at a path.
    public init(path: String, finishedBytes: Int64? = nil, partBytes: Int64? = nil) {
        self.path = path
        self.finishedBytes = finishedBytes
        self.partBytes = partBytes
    }
}

/// One file being written as `NAME.part`. Nothing appears under its own name before it is whole and on disk.
public protocol DownloadSink: Sendable {
    /// Bytes written so far, those taken in at the beginning included.
    var byteCount: Int64 { get async }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) async throws(DownloadError)

    /// Throws everything away and begins anew at 0.
    func restart() async throws(DownloadError)

    /// Compares digest and size where known, syncs the file, and gives it its name. A mismatch throws and leaves the
    /// `.part` file; so does a finished file that appeared meanwhile. The sink has ended either way.
    func finish(expecting checksum: Checksum?, bytes: Int64?) async throws(DownloadError) -> DownloadReceipt

    /// Closes the file and leaves the `.part` for a later resume. May be called at any time, and twice.
    func suspend() async
}

/// A finished download.
public struct DownloadReceipt: Hashable, Sendable {
    /// Where the file is.
    public var path: String
    /// Its size.
    public var bytes: Int64
    /// The digest that was computed while it came in.
    public var checksum: Checksum
    /// What the service left open about the file; nil where its length or checksum fits.
    public var doubt: Doubt?

    /// Why a file may not be what it should, although nothing failed.
    public enum Doubt: Hashable, Sendable {
        /// Neither a length nor a checksum was told: a connection that was cut looks like an end.
        case length
        /// It came in parts, and nothing tells that all are of one archive.
        case parts
    }

    /// A receipt of a file on disk.
    public init(path: String, bytes: Int64, checksum: Checksum, doubt: Doubt? = nil) {
        self.path = path
        self.bytes = bytes
        self.checksum = checksum
        self.doubt = doubt
    }
}

/// Why a download cannot be kept, in words for the user.
public struct DownloadError: Error, Hashable, Sendable {
    /// The kinds of failure the program treats differently.
    public enum Code: Hashable, Sendable {
        /// A finished file of that name is there.
        case exists
        /// Another download of that name runs, in this program or another.
        case busy
        case noSpace
        case notWritable
        case missing
        /// The digest or the size differs from the service's.
        case mismatch
        /// The task was cancelled while a file was read.
        case cancelled
        case failed
    }

    /// The kind of failure.
    public var code: Code
    /// One line that names the file and the next step.
    public var message: String

    /// A failure in words for the user.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
