/// An archive that many seeded backups share; each has it linked into place when it is first needed.
enum SharedArchive: String, Sendable, Hashable {
    /// Of a world of full size.
    case full
    /// Of a small world.
    case small
    /// Of a world before it lost most of its files.
    case beforeLoss = "before-loss"
}
