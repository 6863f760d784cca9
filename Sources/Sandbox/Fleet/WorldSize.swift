/// How much a seeded world holds.
enum WorldSize: Sendable {
    /// Everything a world has.
    case full
    /// The region around spawn and one player: hundreds of worlds are written, and removed, in a moment.
    case small

    /// Bytes of each region file, of which half does not compress.
    var regionBytes: Int {
        switch self {
        case .full: 96 * 1024
        case .small: 8 * 1024
        }
    }

    /// The archive that stands for seeded backups of such a world.
    var sharedArchive: SharedArchive {
        switch self {
        case .full: .full
        case .small: .small
        }
    }
}
