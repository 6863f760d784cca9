/// What a new backup is to be, as the user asked for it.
public struct BackupDraft: Hashable, Codable, Sendable {
    /// Its name, or its description where the service knows only that; may be empty where that is optional.
    public var name: String
    /// Patterns to leave out, one each; empty leaves nothing out that the server does not leave out itself.
    public var ignoredPatterns: [String]
    /// Protect it from deletion as soon as it is made.
    public var isLocked: Bool
    /// The id it shall get, where the client may choose: a UUID that was never used before. Nil lets the service
    /// choose.
    public var id: Backup.ID?

    /// A draft; what is left out is not asked for.
    public init(name: String, ignoredPatterns: [String] = [], isLocked: Bool = false, id: Backup.ID? = nil) {
        self.name = name
        self.ignoredPatterns = ignoredPatterns
        self.isLocked = isLocked
        self.id = id
    }
}
