/// The generation of Archon's API to speak.
enum ArchonAPI: String, CaseIterable, Sendable {
    /// Ask the service.
    case auto
    case v0
    case v1
    case queue
}
