public import BackupKit

/// One archive to fetch or to verify: ids and facts as they were when the key was pressed.
public struct DownloadTarget: Hashable, Sendable {
    /// Where the backup lives.
    public var location: LocationRef
    /// The backup, with size and checksum where the service tells them.
    public var backup: Backup
    /// The name of its file before it is made safe.
    public var fileName: String

    init(_ backup: Backup, at location: LocationRef, suffix: String?) {
        self.location = location
        self.backup = backup
        // Backups of many servers bear the same name, and the title of one without a name holds its id.
        let isNamed = backup.title == backup.name
        fileName = backup.title + (isNamed ? "-\(backup.id.short)" : "") + (suffix.map { ".\($0)" } ?? "")
    }

    /// Bytes from an earlier download can be gone on from: a checksum shows whether they belong to this backup.
    var canResume: Bool {
        backup.checksum != nil
    }
}

/// How a download ended.
public enum DownloadEnd: Equatable, Sendable {
    case done(DownloadReceipt)
    /// What is there stays as `.part`.
    case failed(String)
}
