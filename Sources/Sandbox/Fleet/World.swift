import FoundationEssentials

/// A server's data set: a real folder of small files.
struct World: Sendable {
    /// A world's id as it stands in paths.
    struct ID: Hashable, Sendable {
        let text: String
    }

    let id: ID
    var name: String
    var isActive: Bool
    /// Absolute path of the folder.
    let folder: String
    let createdAt: Date
}
