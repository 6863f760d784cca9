import BackupKit
import SystemPackage

extension AcknowledgementError {
    /// Translates what the system said about the file or its folder.
    init(_ error: Errno, about path: String) {
        switch error {
        case .noSpace, .diskQuotaExceeded:
            self.init("no space is left for \(path): free some and try again")
        case .permissionDenied, .notPermitted, .readOnlyFileSystem, .notDirectory, .noSuchFileOrDirectory:
            self.init(
                "\(path) cannot be used (\(error)): check its folder and their permissions, or name another file as "
                    + "alarms.ack-file"
            )
        case .tooManySymbolicLinkLevels:
            self.init("\(path) or a file beside it is a symbolic link: name the file itself as alarms.ack-file")
        default:
            self.init("\(path) failed (\(error)): check the disk and try again")
        }
    }
}
