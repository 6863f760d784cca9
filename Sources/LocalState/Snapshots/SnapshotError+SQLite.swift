import BackupKit
import GRDB
import SystemPackage

extension SnapshotError {
    /// Translates whatever opening, reading or writing the file threw.
    init(_ error: any Error, about path: String) {
        switch error {
        case let error as SnapshotError: self = error
        case let error as StateFailure: self.init(error.message)
        case let error as Errno: self.init(StateFailure(error, about: path).message)
        case let error as DatabaseError: self.init(error, about: path)
        default: self.init("\(path) failed (\(error)): try again")
        }
    }

    private init(_ error: DatabaseError, about path: String) {
        let words = error.message ?? "\(error.extendedResultCode)"
        switch error.extendedResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init("\(path) is in use by another program (\(words)): the next snapshot is kept again")
        case .SQLITE_FULL:
            self.init("no space is left for \(path) (\(words)): free some and try again")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
            self.init(
                "\(path) cannot be written (\(words)): check owner and permissions of the file and its folder, or "
                    + StateFailure.elsewhere
            )
        default:
            self.init("\(path) failed (\(words)): check the disk, or remove the file, which only saves time")
        }
    }
}
