/// How much a seeded world holds.
enum WorldSize: Sendable {
    /// So much that a service which counts in megabytes notices when it is lost.
    case large
    /// Everything a world has.
    case full
    /// The region around spawn and one player: hundreds of worlds are written, and removed, in a moment.
    case small

    /// Bytes of each region file, of which half does not compress.
    var regionBytes: Int {
        switch self {
        case .large: 1536 * 1024
        case .full: 96 * 1024
        case .small: 8 * 1024
        }
    }
}
