import BackupKit

extension Server {
    /// The worlds whose lists make it up; the only one is nil where the service has no worlds. Never empty.
    var places: [World.ID?] {
        worlds.isEmpty ? [nil] : worlds.map(\.id)
    }
}
