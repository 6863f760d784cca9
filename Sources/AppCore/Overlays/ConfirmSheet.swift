import BackupKit

/// A light act, asked once: Cancel is chosen, Enter cancels, `y` accepts. The key that opened it never accepts it.
public struct ConfirmSheet: Equatable, Sendable {
    /// What `y` does.
    public enum Act: Equatable, Sendable {
        /// The one request of a light plan.
        case carryOut(Plan)
        /// Leave the program although work of ours goes on.
        case quit
        /// Fetch an archive.
        case download(DownloadTarget, replaces: Bool)
        /// End a download.
        case cancelDownload(DownloadTarget)
    }

    let serial: Int
    /// What `y` does, captured when the key was pressed.
    public let act: Act
    /// The sheet's first line.
    public let title: String
    /// What it does and to what, line by line.
    public let lines: [String]
    /// The word after `y` on the last line, such as `delete`.
    public let verb: String
    /// False for the first 400 ms: keys are swallowed, the last line reads `wait`.
    public internal(set) var isArmed: Bool
}
