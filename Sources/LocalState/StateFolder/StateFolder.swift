import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder in which this program keeps its own state. It is made for its owner only, with those above it that are
/// missing; one that somebody else may write is refused, as what stands in it could not be believed.
struct StateFolder: Sendable {
    let path: FilePath
    let folder: OpenFolder

    /// Opens a folder, made if it is not there.
    init(_ path: FilePath) throws(StateFailure) {
        self.path = path
        let entry: FolderEntry
        do throws(Errno) {
            folder = try Self.opened(path)
            entry = try folder.entry()
        } catch {
            throw StateFailure(error, about: path.string)
        }
        try Self.demandOwn(entry, path)
    }

    /// Sees to it that a file stands under a name that this program may use, and answers where. It is not opened.
    @discardableResult
    func prepareFile(_ name: String) throws(StateFailure) -> FilePath {
        let file = path.appending(name)
        let entry: FolderEntry?
        do throws(Errno) {
            if try folder.entry(name) == nil {
                try folder.makeFile(name)
                try folder.sync()
            }
            entry = try folder.entry(name)
        } catch {
            throw StateFailure(error, about: file.string)
        }
        guard let entry, entry.isRegular else {
            throw StateFailure("\(file) is no file: move it away and try again")
        }
        try Self.demandOwn(entry, file)
        do throws(Errno) {
            try folder.demandWritable(name)
            try folder.demandWritable(".")
        } catch {
            throw StateFailure(error, about: file.string)
        }
        return file
    }

    private static func demandOwn(_ entry: FolderEntry, _ path: FilePath) throws(StateFailure) {
        guard entry.owner == geteuid() || entry.owner == 0 else {
            throw StateFailure("\(path) belongs to another account (uid \(entry.owner)): \(StateFailure.elsewhere)")
        }
        guard !entry.othersMayWrite else {
            throw StateFailure("\(path) may be written by others: see what is in it and run chmod go-w on it")
        }
    }

    /// Opens a folder of whatever owner, made if it is not there, with those above it: for this one only, unless others
    /// are to find a file in it.
    static func opened(_ path: FilePath, isShared: Bool = false) throws(Errno) -> OpenFolder {
        do {
            return try OpenFolder(path.string)
        } catch .noSuchFileOrDirectory {
            guard let name = path.lastComponent else { throw .noSuchFileOrDirectory }
            let above = path.removingLastComponent()
            let parent = try opened(above.isEmpty ? "." : above, isShared: isShared)
            try parent.makeFolder(name.string, mode: isShared ? 0o755 : 0o700)
            try parent.sync()
            return try OpenFolder(path.string)
        }
    }
}
