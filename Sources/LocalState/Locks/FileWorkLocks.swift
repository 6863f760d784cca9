public import BackupKit
import SystemPackage

/// The locks as files in `locks` of the state folder. The lock is the system's on the open file, so that it ends with
/// the program, however that ends; what stands in the file only tells who has it. The files are never removed: two
/// programs could then have the same lock on two files.
///
/// The folder must lie on a disk of this machine. Programs of other accounts have other folders.
public actor FileWorkLocks: WorkLocks {
    private struct Held {
        let act: Identifier<JournalEntry>
        let file: OpenFile
    }

    private let folder: FilePath
    private let user: String
    private var held: [WorkPlace: Held] = [:]

    /// How often a lock is tried for: whoever only looks has it for a moment, and so has a program that is just being
    /// started by the one that gave the lock back.
    private static let attempts = 10
    private static let pause = Duration.milliseconds(10)

    /// The locks of a state folder; looked at only when they are used.
    public init(folder: String, author: JournalAuthor = .current()) {
        self.folder = FilePath(folder)
        user = author.user
    }

    /// Takes the lock of a place. An act may take its own lock again; throws within a tenth of a second where another
    /// act or another program has it.
    public func acquire(_ place: WorkPlace, for act: Identifier<JournalEntry>) async throws(WorkLockError) {
        for attempt in 1 ... Self.attempts {
            if let standing = held[place] {
                guard standing.act == act else {
                    throw WorkLockError(
                        isHeld: true, "A plan is being carried out on server \(place.server.short) already"
                    )
                }
                return
            }
            if let file = try lock(place) {
                held[place] = Held(act: act, file: file)
                return
            }
            if attempt < Self.attempts {
                await Self.rest()
            }
        }
        let who = standing(place).map { " (pid \($0.pid), user \($0.user))" } ?? ""
        throw WorkLockError(isHeld: true, "Another Backtop\(who) carries out a plan on this server")
    }

    /// Gives the lock back.
    public func release(_ place: WorkPlace) {
        guard let standing = held.removeValue(forKey: place) else { return }
        // What it says counts for nothing without the lock, which goes with the open file.
        try? standing.file.truncate(to: 0)
    }

    /// Who else has the lock. Nil, too, where that cannot be found out: `acquire` then says why.
    public func holder(of place: WorkPlace) async -> String? {
        for attempt in 1 ... Self.attempts {
            guard held[place] == nil, isHeldElsewhere(place) else { return nil }
            if attempt < Self.attempts { await Self.rest() }
        }
        let who = standing(place).map { " (pid \($0.pid), user \($0.user), since \($0.since))" } ?? ""
        return "Another Backtop\(who)"
    }

    private static func rest() async {
        do {
            try await Task.sleep(for: pause)
        } catch {
            // A task that is cancelled only tries sooner.
        }
    }

    private func isHeldElsewhere(_ place: WorkPlace) -> Bool {
        do {
            let file = try OpenFolder(folder.appending("locks").string).openToRead(place.lockName)
            return try file.isLockedElsewhere()
        } catch {
            return false
        }
    }

    /// The locked file; nil where somebody else has it.
    private func lock(_ place: WorkPlace) throws(WorkLockError) -> OpenFile? {
        let name = place.lockName
        let path = folder.appending("locks").appending(name).string
        do {
            _ = try StateFolder(folder)
            let locks = try StateFolder(folder.appending("locks"))
            try locks.prepareFile(name)
            let file = try locks.folder.openToWrite(name)
            guard try file.lock() else { return nil }
            // Somebody may have removed the file in between; then another one is the lock.
            guard try locks.folder.entry(name)?.identity == file.entry().identity else { return nil }
            // Without room for who it is, the lock still holds.
            try? tell(file)
            return file
        } catch let error as Errno {
            throw WorkLockError(isHeld: false, StateFailure(error, about: path).message)
        } catch let error as StateFailure {
            throw WorkLockError(isHeld: false, error.message)
        } catch {
            throw WorkLockError(isHeld: false, "\(path) failed (\(error)): try again")
        }
    }

    private func tell(_ file: OpenFile) throws(Errno) {
        try file.truncate(to: 0)
        try file.write(LockHolder(user: user).bytes, at: 0)
    }

    private func standing(_ place: WorkPlace) -> LockHolder? {
        // Only words: without them it is another program all the same.
        let bytes = try? OpenFolder(folder.appending("locks").string).openToRead(place.lockName).read(1024, at: 0)
        return bytes.flatMap { LockHolder($0) }
    }
}
