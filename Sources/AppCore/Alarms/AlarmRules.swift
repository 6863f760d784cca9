public import BackupKit
public import FoundationEssentials

/// What is wrong at a moment, by the fleet alone. Whether it is told depends on how long it lasts: see `AlarmBook`.
enum AlarmRules {
    /// Silence of a source that is never unusual, in seconds.
    private static let patience: TimeInterval = 90
    /// How long before its end a token is told of, in seconds.
    private static let tokenNotice: TimeInterval = 72 * 3600

    /// Everything that is wrong now, in no order.
    static func alarms(in state: AppState) -> [Alarm] {
        let contexts = state.fleet.contextOrder.compactMap { state.fleet.contexts[$0] }
        return contexts.flatMap { alarms(of: $0, in: state) }
            + state.fleet.serverOrder.flatMap { alarms(of: $0, in: state) }
    }

    private static func alarms(of context: Context, in state: AppState) -> [Alarm] {
        var alarms: [Alarm] = []
        if let silence = silence(of: context, in: state) {
            let why = state.fleet.contextErrors[context.id].map { ": \($0.message)" } ?? ""
            let span = AgeText.span(silence)
            alarms.append(Alarm(
                .unreachable, .context(context.id), cause: "No good answer of \(context.origin) for \(span)\(why)",
                next: "What is shown is old: look at the service and at the way to it"
            ))
        }
        if let end = context.tokenExpiresAt, end.timeIntervalSince(state.now) < tokenNotice {
            let left = end.timeIntervalSince(state.now)
            alarms.append(Alarm(
                .tokenExpiring, .context(context.id),
                cause: left > 0 ? "The token ends in \(AgeText.span(left))" : "The token has ended",
                next: "Make a new one and put it where the configuration says"
            ))
        }
        return alarms
    }

    /// How long a source has been silent, where that is longer than usual; nil while it answers.
    static func silence(of context: Context, in state: AppState) -> TimeInterval? {
        let since = state.fleet.heardAt[context.id] ?? state.startedAt
        let silence = state.now.timeIntervalSince(since)
        let refresh = (state.settings.refresh ?? context.capabilities.news.idlePoll) / .seconds(1)
        return silence > max(patience, 3 * refresh) ? silence : nil
    }

    private static func alarms(of ref: ServerRef, in state: AppState) -> [Alarm] {
        guard let server = state.fleet.servers[ref], let context = state.fleet.contexts[ref.context] else { return [] }
        let target = context.freshness(of: server.server)
        let subject = Alarm.Subject.server(ref)
        var alarms: [Alarm] = []
        switch server.freshness(target: target, at: state.now) {
        case .never:
            alarms.append(Alarm(.never, subject, cause: "It has no good backup", next: "Make one: press c"))
        case let .late(age):
            let limit = AgeText.span(target / .seconds(1))
            alarms.append(Alarm(
                .late, subject, cause: "The last good backup is \(AgeText.span(age)) old, it may be \(limit)",
                next: "Look why none was made since, or make one: press c"
            ))
        case .unknown, .fresh: break
        }
        if let attempt = server.lastAttempt, attempt.state == .failed, !attempt.isGood {
            let why = attempt.failure.map { ": \($0)" } ?? ""
            alarms.append(Alarm(
                .failed, subject, cause: "The last backup \"\(attempt.title)\" failed\(why)",
                next: "Retry it: press T, or make another one: press c"
            ))
        }
        for summary in server.summaries {
            guard let median = summary.shrunkFrom, let newest = summary.lastGood else { continue }
            alarms.append(Alarm(
                .shrunk, subject,
                cause: "\"\(newest.title)\" is under half as large as those before it (\(newest.size ?? 0) of \(median) bytes)",
                next: "Look whether files are missing on the server before older backups go"
            ))
        }
        alarms += stuck(server, at: state.now)
        if let quota = server.quota, let used = quota.used, let limit = quota.limit, used >= limit {
            alarms.append(Alarm(
                .quotaFull, subject, cause: "\(used) of \(limit) backups are in use",
                next: "Delete what is not needed, or raise the limit"
            ))
        }
        return alarms
    }

    private static func stuck(_ server: ServerState, at now: Date) -> [Alarm] {
        let silent = server.visibleOperations.filter { operation in
            operation.isOpen && now.timeIntervalSince(operation.heardAt) > operation.gaps.limit
        }
        guard let first = silent.first else { return [] }
        let span = AgeText.span(now.timeIntervalSince(first.heardAt))
        return [Alarm(
            .stuck, .server(server.ref), cause: "No news of the \(first.key.kind.rawValue) for \(span)",
            next: "Look at the service; the list tells when it ends"
        )]
    }
}

extension ServerState {
    /// The places whose lists make up the server: one for each of its worlds, or the only one.
    private var places: [LocationState] {
        server.worlds.isEmpty ? Array(locations.values) : server.worlds.compactMap { locations[$0.id] }
    }

    /// Every one of its lists was read to its end.
    private var isWholeNow: Bool {
        let places = places
        return places.count == max(1, server.worlds.count) && places.allSatisfy(\.isWholeNow)
    }

    /// The newest good backup of all its worlds; nil where none is known.
    public var lastGood: Backup? {
        newest(\.lastGood)
    }

    /// The newest attempt of all its worlds; nil where none is known.
    public var lastAttempt: Backup? {
        newest(\.lastAttempt)
    }

    private func newest(_ backup: (BackupSummary) -> Backup?) -> Backup? {
        places.compactMap { backup($0.summary) }.max {
            ($0.createdAt ?? .distantPast, $0.id) < ($1.createdAt ?? .distantPast, $1.id)
        }
    }

    /// The newest good backup against how old it may be, at a moment of ours.
    public func freshness(target: Duration, at moment: Date) -> Freshness {
        let now = serviceTime(at: moment)
        guard let made = lastGood?.moment(at: now) else {
            return isWholeNow && !places.contains(where: \.summary.hasGood) ? .never : .unknown
        }
        let age = max(0, now.timeIntervalSince(made))
        return age > target / .seconds(1) ? .late(age: age) : .fresh(age: age)
    }

    /// The summaries of its worlds.
    var summaries: [BackupSummary] {
        places.map(\.summary)
    }
}
