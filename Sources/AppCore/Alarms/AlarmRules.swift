import BackupKit
import FoundationEssentials

/// What is wrong with a server or a source at a moment, by what is known alone. Whether it is told depends on how long
/// it lasts: see `AlarmBook`.
enum AlarmRules {
    /// What is wrong, and when that may change by time alone.
    struct Verdict: Equatable {
        /// The worst first.
        var alarms: [Alarm] = []
        /// Nil where only news can change it.
        var nextChange: Date?

        mutating func changes(at moment: Date, after now: Date) {
            // A limit is passed only once more time has gone by than it says.
            let moment = max(moment, now).addingTimeInterval(0.001)
            nextChange = min(nextChange ?? moment, moment)
        }
    }

    /// How long before its end a token is told of, in seconds.
    private static let tokenNotice: TimeInterval = 72 * 3600

    // MARK: Sources

    /// What is wrong with the way to a service.
    static func verdict(of context: Context, in state: AppState) -> Verdict {
        var verdict = Verdict()
        let since = state.heardAt(context.id)
        let limit = state.silenceLimit(of: context)
        if state.now.timeIntervalSince(since) > limit {
            let why = state.fleet.contextErrors[context.id]?.message
            verdict.alarms.append(Alarm(
                .context(context.id), .silent(origin: context.origin, since: since, why: why)
            ))
        } else {
            verdict.changes(at: since.addingTimeInterval(limit), after: state.now)
        }
        guard let end = context.tokenExpiresAt else { return verdict }
        if end.timeIntervalSince(state.now) < tokenNotice {
            verdict.alarms.append(Alarm(.context(context.id), .tokenEnds(end)))
        } else {
            verdict.changes(at: end.addingTimeInterval(-tokenNotice), after: state.now)
        }
        return verdict
    }

    // MARK: Servers

    /// What is wrong with a server's backups. What only an earlier session knew is no reason for an alarm: it may be
    /// long over.
    static func verdict(of server: ServerState, target: Duration, at now: Date) -> Verdict {
        var verdict = Verdict()
        guard !server.isFromSnapshot else { return verdict }
        weighFreshness(of: server, target: target, at: now, into: &verdict)
        let subject = Alarm.Subject.server(server.ref)
        if let attempt = server.lastAttempt, attempt.state == .failed, !attempt.standsAsGood {
            verdict.alarms.append(Alarm(subject, .failedAttempt(title: attempt.title, why: attempt.failure)))
        }
        weighWork(of: server, at: now, into: &verdict)
        for summary in server.summaries {
            guard let median = summary.shrunkFrom, let newest = summary.lastGood else { continue }
            verdict.alarms.append(Alarm(
                subject, .small(title: newest.title, size: newest.size ?? 0, usual: median)
            ))
            break
        }
        if let quota = server.quota, let used = quota.used, let limit = quota.limit, used >= limit, limit > 0 {
            verdict.alarms.append(Alarm(
                subject, .full(used: used, limit: limit, atLimit: server.capabilities.quota.atLimit)
            ))
        }
        return verdict
    }

    private static func weighFreshness(
        of server: ServerState,
        target: Duration,
        at now: Date,
        into verdict: inout Verdict
    ) {
        let subject = Alarm.Subject.server(server.ref)
        switch server.freshness(target: target, at: now) {
        case .never:
            verdict.alarms.append(Alarm(subject, .noBackup))
        case .late:
            let made = (server.lastGood?.createdAt ?? now).addingTimeInterval(-server.clockOffset)
            verdict.alarms.append(Alarm(subject, .old(made: made, target: target)))
        case let .fresh(age):
            verdict.changes(at: now.addingTimeInterval(target / .seconds(1) - age), after: now)
        case .unknown: break
        }
    }

    private static func weighWork(of server: ServerState, at now: Date, into verdict: inout Verdict) {
        var silent: BackupOperation?
        for operation in server.visibleOperations where operation.isOpen {
            let since = server.silentSince(operation)
            if now.timeIntervalSince(since) > operation.gaps.limit {
                // Until somebody has asked, the silence is our own.
                if server.wasAsked(about: operation, after: since) { silent = silent ?? operation }
            } else {
                verdict.changes(at: since.addingTimeInterval(operation.gaps.limit), after: now)
            }
        }
        guard let silent else { return }
        verdict.alarms.append(Alarm(
            .server(server.ref), .silentWork(silent.key.kind, since: server.silentSince(silent))
        ))
    }
}
