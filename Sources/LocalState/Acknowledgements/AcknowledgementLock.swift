import BackupKit
import SystemPackage

/// The lock that whoever changes the file of acknowledgements holds meanwhile: a file beside it, never removed, as two
/// programs could then have the same lock on two files.
enum AcknowledgementLock {
    /// How often it is tried for: a program that has it needs a moment only.
    private static let attempts = 1000
    private static let pause = Duration.milliseconds(10)

    /// The locked file: the lock ends with it. Throws after some ten seconds where another program keeps it.
    static func taken(for path: FilePath, named name: String, in folder: OpenFolder) async throws -> OpenFile {
        let name = name + ".lock"
        for _ in 1 ... attempts {
            let file = try folder.openToLock(name)
            // Somebody may have removed the file in between; then another one is the lock.
            if try file.lock(), try folder.entry(name)?.identity == file.entry().identity { return file }
            do {
                try await Task.sleep(for: pause)
            } catch {
                // A task that is cancelled only tries sooner.
                await Task.yield()
            }
        }
        throw AcknowledgementError(
            "\(path).lock is held by another program for too long: try again, or end that program"
        )
    }
}
