/// A seeded fleet with its archives, and the worlds of it that are yet to be written.
struct BuiltFleet: Sendable {
    var servers: [GameServer]
    /// Worlds whose files are written when they are first needed.
    var drafts: [World.ID: WorldDraft] = [:]
}
