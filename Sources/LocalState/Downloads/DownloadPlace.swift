/// Where a download goes.
struct DownloadPlace: Sendable {
    let folder: OpenFolder
    /// The finished file's path: what the user is shown.
    let path: String
    let name: SafeFileName
    /// Whether a finished file of that name may give way.
    let replaces: Bool

    /// The unfinished file's path.
    var partPath: String {
        path + name.part.dropFirst(name.text.count)
    }
}
