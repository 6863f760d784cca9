/// A seeded world before its files are there.
struct WorldDraft: Sendable {
    let world: World
    let seed: UInt64
    let size: WorldSize
    /// The day to which the world has lived.
    let today: Int

    /// What its files hold.
    var content: WorldContent {
        WorldContent(seed: seed, name: world.name, size: size)
    }

    /// What its folder will hold.
    var scan: FolderScan {
        FolderScan(files: content.files(day: today))
    }

    /// Writes the world as it is today. Throws Foundation's file errors.
    func write() throws {
        let content = content
        try content.writeLasting(to: world.folder)
        try content.write(day: today, to: world.folder)
    }
}
