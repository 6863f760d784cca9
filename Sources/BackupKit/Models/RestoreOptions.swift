/// How a restore is to be done.
public struct RestoreOptions: Hashable, Codable, Sendable {
    /// Remove every file of the server first, where the service offers that.
    public var truncates: Bool
    /// The name of the backup that the service takes of the present data first, where it does so itself.
    public var safetyName: String?

    /// Options; without a word files are unpacked over those that are there.
    public init(truncates: Bool = false, safetyName: String? = nil) {
        self.truncates = truncates
        self.safetyName = safetyName
    }
}
