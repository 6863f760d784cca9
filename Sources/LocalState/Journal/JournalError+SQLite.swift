import BackupKit
import GRDB

extension JournalError {
    /// Translates whatever opening, reading or writing the file threw.
    init(_ error: any Error, about path: String) {
        switch error {
        case let error as JournalError: self = error
        case let error as StateFailure: self.init(error.message)
        case let error as DatabaseError: self.init(error, about: path)
        default: self.init("\(path) failed (\(error)): try again")
        }
    }

    /// Translates what SQLite said.
    init(_ error: DatabaseError, about path: String) {
        let words = error.message ?? "\(error.extendedResultCode)"
        switch error.extendedResultCode {
        case .SQLITE_READONLY_DBMOVED:
            self.init("\(path) was moved or removed while it was in use: start Backtop again")
        case .SQLITE_NOTADB:
            self.init("\(path) is no journal (\(words)): move it away and start Backtop again, which makes a new one")
        case .SQLITE_CORRUPT:
            self = .damaged(path, words)
        case .SQLITE_FULL:
            self.init("no space is left for \(path) (\(words)): free some and try again")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
            self.init(
                "\(path) cannot be written (\(words)): check owner and permissions of the file and its folder, or "
                    + StateFailure.elsewhere
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init("\(path) is in use by another program for too long (\(words)): try again, or end that program")
        case .SQLITE_IOERR:
            self.init("\(path) failed (\(words), code \(error.extendedResultCode.rawValue)): check the disk")
        default:
            self.init("\(path) failed (\(words)): if it stays so, move the file away and start Backtop again")
        }
    }

    static func damaged(_ path: String, _ words: String) -> JournalError {
        JournalError("\(path) is damaged (\(words)): move it away and start Backtop again, which makes a new one")
    }
}
