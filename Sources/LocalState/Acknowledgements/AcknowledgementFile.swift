public import BackupKit
public import FoundationEssentials
import SystemPackage

/// Acknowledged alarms in a file that a person can read and change by hand: a line of JSON for each.
///
/// Whoever changes it locks `<name>.lock` beside it, writes `<name>.new` and renames that, so that readers, who need no
/// lock, see the old file or the new one. Everybody may read it (mode 0644): a wall may run under another account, and
/// there is no secret in it. Lines that cannot be read count for nothing and stay as they are; those whose time is over
/// go at the next change. Times are kept in whole seconds.
public struct AcknowledgementFile: AcknowledgementStore {
    private let path: FilePath
    private let isShared: Bool
    private let now: @Sendable () -> Date

    /// A file grown beyond this is not what it should be.
    private static let longest = 4 << 20

    /// The file at an absolute path; made with its folder at the first change.
    ///
    /// - Parameter isShared: other accounts are to find the file, too: a folder made for it lets everybody in.
    public init(path: String, isShared: Bool = false, now: @escaping @Sendable () -> Date = { Date() }) {
        self.path = FilePath(path)
        self.isShared = isShared
        self.now = now
    }

    /// Every acknowledged alarm, oldest line first; none where there is no file.
    public func acknowledged() async throws(AcknowledgementError) -> [AcknowledgedAlarm] {
        do {
            let folder = try OpenFolder(folderPath.string)
            var alarms: [AcknowledgedAlarm] = []
            var seen: Set<AcknowledgementLine.Subject> = []
            // The last line about an alarm counts.
            for line in try lines(in: folder).reversed() {
                guard let alarm = line.alarm, let subject = line.subject,
                      seen.insert(subject).inserted else { continue }
                alarms.append(alarm)
            }
            return alarms.reversed()
        } catch Errno.noSuchFileOrDirectory {
            return []
        } catch {
            throw failure(error)
        }
    }

    /// Keeps the alarms in place of older ones of the same kind, context and server.
    public func add(_ alarms: [AcknowledgedAlarm]) async throws(AcknowledgementError) {
        do {
            let new = try alarms.map(AcknowledgementLine.init)
            try await change { lines in
                for line in new {
                    lines.removeAll { $0.alarm != nil && $0.subject == line.subject }
                    lines.append(line)
                }
            }
        } catch {
            throw failure(error)
        }
    }

    /// Takes an acknowledgement back; does nothing where there is none.
    public func remove(kind: String, context: Context.ID, server: Server.ID?) async throws(AcknowledgementError) {
        let subject = AcknowledgementLine.Subject(kind: kind, context: context, server: server)
        do {
            try await change { lines in
                lines.removeAll { $0.subject == subject }
            }
        } catch {
            throw failure(error)
        }
    }

    private var folderPath: FilePath {
        let folder = path.removingLastComponent()
        return folder.isEmpty ? "." : folder
    }

    private func name() throws -> String {
        guard let name = path.lastComponent else {
            throw AcknowledgementError("\(path) is no file: name one as alarms.ack-file")
        }
        return name.string
    }

    private func change(_ edit: (inout [AcknowledgementLine]) -> Void) async throws {
        let name = try name()
        let folder = try StateFolder.opened(folderPath, isShared: isShared)
        let lock = try await AcknowledgementLock.taken(for: path, named: name, in: folder)
        try withExtendedLifetime(lock) {
            var lines = try lines(in: folder)
            let before = lines.map(\.text)
            let present = now()
            lines.removeAll { line in line.alarm.map { $0.until <= present } ?? false }
            edit(&lines)
            guard lines.map(\.text) != before else { return }
            try replace(name, with: lines, in: folder)
        }
    }

    private func lines(in folder: OpenFolder) throws -> [AcknowledgementLine] {
        let name = try name()
        guard let entry = try folder.entry(name) else { return [] }
        // A link would be replaced by a file when it is next written.
        guard entry.isRegular else {
            throw AcknowledgementError("\(path) is no file: name the file itself as alarms.ack-file")
        }
        let file = try folder.openToRead(name)
        var bytes: [UInt8] = []
        while case let piece = try file.read(64 << 10, at: Int64(bytes.count)), !piece.isEmpty {
            bytes += piece
            guard bytes.count <= Self.longest else {
                throw AcknowledgementError("\(path) is longer than \(Self.longest) bytes: remove lines from it")
            }
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map {
            AcknowledgementLine(text: String(decoding: $0, as: UTF8.self))
        }
    }

    private func replace(_ name: String, with lines: [AcknowledgementLine], in folder: OpenFolder) throws {
        let draft = name + ".new"
        do throws(Errno) {
            // What a program that was ended in the middle of its change left.
            try folder.unlink(draft)
        } catch .noSuchFileOrDirectory {}
        let file = try folder.makeFileForAllToRead(draft)
        try file.write(Array(lines.map { $0.text + "\n" }.joined().utf8), at: 0)
        try file.sync()
        try folder.rename(draft, replacing: name)
        try folder.sync()
    }

    private func failure(_ error: any Error) -> AcknowledgementError {
        switch error {
        case let error as AcknowledgementError: error
        case let error as Errno: AcknowledgementError(error, about: path.string)
        default: AcknowledgementError("\(path) failed (\(error)): try again")
        }
    }
}
