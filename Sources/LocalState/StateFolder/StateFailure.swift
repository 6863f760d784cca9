import SystemPackage

/// Why the folder of this program's own state, or a file in it, cannot be used: one line for the user.
struct StateFailure: Error, Hashable {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    /// Translates what the system said about a file or folder.
    init(_ error: Errno, about path: String) {
        message = switch error {
        case .noSpace, .diskQuotaExceeded:
            "no space is left for \(path): free some and try again"
        case .permissionDenied, .notPermitted:
            "\(path) cannot be written (\(error)): check its owner and permissions, or \(Self.elsewhere)"
        case .readOnlyFileSystem:
            "\(path) is on a disk that cannot be written (\(error)): \(Self.elsewhere)"
        case .notDirectory:
            "\(path) is no folder, or lies below something that is none: move that away, or \(Self.elsewhere)"
        case .tooManySymbolicLinkLevels:
            "\(path) is a symbolic link: put a real one there, or \(Self.elsewhere)"
        case .noSuchFileOrDirectory:
            "\(path) cannot be made (\(error)): make the folder above it, or \(Self.elsewhere)"
        case .notSupported, .noLocks:
            "\(path) is on a disk without locks (\(error)): \(Self.elsewhere)"
        default:
            "\(path) failed (\(error)): check the disk and try again"
        }
    }

    /// The next step where the folder will not do.
    static let elsewhere = "let XDG_STATE_HOME name another folder"
}
