public import BackupKit
import SystemPackage

/// A folder on disk into which archives are downloaded.
///
/// A file comes in as `NAME.part`, readable by its owner only and locked against a second download, and gets its own
/// name when it is whole, has the right digest and is synced. Names are made safe; a name that had to be changed is
/// tagged, so that two names never lead to one file.
public struct FileDownloadFolder: DownloadFolder {
    private let path: String

    /// How often the `.part` file is opened anew when it is renamed or removed at that very moment.
    private static let attempts = 16

    /// A folder by its path; looked at only when it is used.
    public init(_ path: String) {
        self.path = path
    }

    /// What stands there already for a backup's file.
    public func standing(_ name: String) async throws(DownloadError) -> StandingDownload {
        let name = SafeFileName(name)
        let folder = try open()
        do throws(Errno) {
            let part = try folder.entry(name.part)
            return try StandingDownload(
                path: path(name.text),
                finishedBytes: folder.entry(name.text)?.bytes,
                partBytes: part?.isRegular == true ? part?.bytes : nil
            )
        } catch {
            throw DownloadError(error, about: path(name.text))
        }
    }

    /// Opens `NAME.part` for writing and takes in what is there already when `resumes` is true.
    public func begin(
        _ name: String,
        digest algorithm: Checksum.Algorithm,
        resumes: Bool,
        replaces: Bool
    ) async throws(DownloadError) -> any DownloadSink {
        let name = SafeFileName(name)
        let place = try DownloadPlace(folder: open(), path: path(name.text), name: name, replaces: replaces)
        do throws(Errno) {
            if let standing = try place.folder.entry(name.text), !replaces || standing.isFolder {
                throw .fileExists
            }
        } catch {
            throw DownloadError(error, about: place.path)
        }
        let file = try openPart(place)
        do throws(Errno) {
            guard resumes else {
                try file.truncate(to: 0)
                return FileDownloadSink(place, file, StreamingDigest(algorithm), byteCount: 0)
            }
            let (digest, byteCount) = try await StreamingDigest.reading(file, algorithm)
            return FileDownloadSink(place, file, digest, byteCount: byteCount)
        } catch {
            throw DownloadError(error, about: place.partPath)
        }
    }

    /// Reads a finished file and answers its digest.
    public func digest(
        of name: String,
        _ algorithm: Checksum.Algorithm
    ) async throws(DownloadError) -> Checksum {
        let name = SafeFileName(name)
        let folder = try open()
        do throws(Errno) {
            let file = try folder.openToRead(name.text)
            guard try file.entry().isRegular else { throw .invalidArgument }
            return try await StreamingDigest.reading(file, algorithm).digest.checksum
        } catch {
            throw DownloadError(error, about: path(name.text))
        }
    }

    private func path(_ name: String) -> String {
        path.hasSuffix("/") ? path + name : path + "/" + name
    }

    private func open() throws(DownloadError) -> OpenFolder {
        do {
            return try OpenFolder(path)
        } catch {
            throw DownloadError(error, about: path)
        }
    }

    /// The `.part` file, open and locked. Nothing in it is touched before it is certain that the locked file still
    /// stands under that name and under no other: it may just have become somebody's finished download.
    private func openPart(_ place: DownloadPlace) throws(DownloadError) -> OpenFile {
        do throws(Errno) {
            for _ in 1 ... Self.attempts {
                let file = try place.folder.openToWrite(place.name.part)
                let entry = try file.entry()
                guard entry.isRegular else { throw .notPermitted }
                guard try file.lock() else { break }
                guard try place.folder.entry(place.name.part)?.identity == entry.identity else { continue }
                if try file.entry().names == 1 { return file }
                try place.folder.unlink(place.name.part)
            }
        } catch {
            throw DownloadError(error, about: place.partPath)
        }
        throw .busy(place.partPath)
    }
}
