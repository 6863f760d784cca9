/// The `defaults` section; nil means that the file does not say, so the built-in value holds.
struct DefaultSettings: Hashable, Sendable {
    /// Time between two lists while nothing runs.
    var refresh: Duration?
    /// Time in which any key stops a severe act; never under `Limits.cancelWindow`.
    var cancelWindow: Duration?
    /// Whether a restore first makes a backup of what it overwrites.
    var safetyBackup: Bool?
    /// Absolute folder for downloads.
    var downloadDirectory: String?
    /// Whether plain http may leave this machine.
    var insecureHTTP: Bool?
}
