import BackupKit
public import FoundationEssentials

extension Alarm {
    /// Why, in one sentence, at a moment of ours; what services told in it is untrusted text.
    public func cause(at now: Date) -> String {
        switch fact {
        case let .silent(origin, since, why):
            "No good answer of \(origin) for \(Self.span(since, now))" + (why.map { ": \($0)" } ?? "")
        case let .tokenEnds(end):
            end > now ? "The token ends in \(Self.span(now, end))" : "The token has ended"
        case .noBackup:
            "It has no good backup"
        case let .old(made, target):
            "The last good backup is \(Self.span(made, now)) old, it may be \(AgeText.span(target))"
        case let .failedAttempt(title, why):
            "The last backup \"\(title)\" failed" + (why.map { ": \($0)" } ?? "")
        case let .silentWork(kind, since):
            "No news of the \(kind.rawValue) for \(Self.span(since, now))"
        case let .small(title, size, usual):
            "\"\(title)\" has \(ByteText.size(size)), those before it have \(ByteText.size(usual))"
        case let .full(used, limit, _):
            "\(used) of \(limit) backups are in use"
        }
    }

    /// What to do about it, in one sentence.
    public var next: String {
        switch fact {
        case .silent: "What is shown is old: look at the service and at the way to it"
        case .tokenEnds: "Make a new one and put it where the configuration says; it is read again when this one is refused"
        case .noBackup: "Make one"
        case .old: "Look why none was made since, or make one"
        case .failedAttempt: "Retry it, or make another one"
        case .silentWork: "Look at the service; the list tells when it ends"
        case .small: "Look whether files are missing on the server before older backups go"
        case .full(_, _, .refuses): "The next one is refused: delete what is not needed, or raise the limit"
        case .full(_, _, .refusesManualRotatesAutomatic):
            "An automatic one takes the place of an older one; for another one by hand delete what is not needed"
        case .full(_, _, .letsThrough): "The service makes more all the same: delete what is not needed"
        case .full(_, _, .unknown): "Nobody knows what becomes of the next one: delete what is not needed"
        }
    }

    private static func span(_ from: Date, _ to: Date) -> String {
        AgeText.span(max(0, to.timeIntervalSince(from)))
    }
}

extension Alarm.Kind {
    /// What is wrong, in a word or two.
    public var words: String {
        switch self {
        case .unreachable: "unreachable"
        case .never: "never backed up"
        case .late: "late"
        case .failed: "failed"
        case .stuck: "stuck"
        case .shrunk: "shrunk"
        case .quotaFull: "quota full"
        case .tokenExpiring: "token ends"
        }
    }
}
