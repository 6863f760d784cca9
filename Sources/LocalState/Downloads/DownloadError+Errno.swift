import BackupKit
import SystemPackage

extension DownloadError {
    /// Translates what the system said about a file or folder.
    init(_ error: Errno, about path: String) {
        switch error {
        case .fileExists:
            self.init(.exists, "\(path) is there already: say that it may be replaced, or move it away")
        case .noSpace, .diskQuotaExceeded:
            self.init(.noSpace, "no space is left for \(path): free some and download again; what came is kept")
        case .fileTooLarge:
            self.init(.noSpace, "the disk takes no file as large as \(path): choose another download folder")
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            self.init(.notWritable, "\(path) cannot be used (\(error)): choose another download folder")
        case .tooManySymbolicLinkLevels:
            self.init(.notWritable, "\(path) is a symbolic link: remove it and download again")
        case .noSuchFileOrDirectory, .notDirectory:
            self.init(.missing, "\(path) does not exist: make it, or choose another")
        case .canceled:
            self.init(.cancelled, "cancelled while reading \(path): begin again")
        default:
            self.init(.failed, "\(path) failed (\(error)): check the disk and try again")
        }
    }

    static func busy(_ path: String) -> DownloadError {
        DownloadError(.busy, "\(path) is being written by another download: wait for it or cancel it")
    }
}
