import BackupKit

/// Kinds of services, by what they tell and when they answer.
extension ProviderCapabilities {
    /// Answers a create and a restore only when they are done; no live events, power by readings, own ids.
    static let synchronous: Self = {
        var traits = Sample.capabilities(
            actions: [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power],
            hasLiveEvents: false,
            minimumPoll: .seconds(5),
            idlePoll: .seconds(60)
        )
        traits.facts = [.size, .lock, .checksum, .verified]
        traits.create.options = [.ignoredPatterns, .lock]
        traits.create.takesOwnID = true
        traits.create.answersWhenDone = true
        traits.restore.stopEvidence = .readings(apart: .seconds(5))
        traits.restore.extent = .overlays
        traits.restore.evidence = .list
        traits.restore.answersWhenDone = true
        traits.restore.failureSpoilsBackup = true
        traits.quota = QuotaTraits(atLimit: .letsThrough, counted: .completed)
        traits.downloadNeedsWriter = true
        return traits
    }()

    /// Numbers its runs, keeps a history of them, can cancel them and makes its own safety backup.
    static let historic: Self = {
        var traits = Sample.capabilities(
            actions: [.create, .restore, .delete, .rename, .retry, .cancel, .acknowledge, .power]
        )
        traits.restore.evidence = .history
        traits.restore.safetyBackup = .byServer
        return traits
    }()

    /// Tells of a restore in an activity log, and lets the user choose whether other files stay.
    static let logged: Self = {
        var traits = Sample.capabilities(
            actions: [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power]
        )
        traits.create.options = [.ignoredPatterns, .lock]
        traits.create.isOneAtATime = false
        traits.restore.stopEvidence = .eventOrReadings(apart: .seconds(20))
        traits.restore.extent = .choice
        traits.restore.evidence = .activity
        traits.quota = QuotaTraits(atLimit: .refusesManualRotatesAutomatic, counted: .notFailed)
        return traits
    }()

    /// Never tells how a restore ended; stops nothing, knows descriptions only.
    static let silent: Self = {
        var traits = Sample.capabilities(
            actions: [.create, .restore, .delete],
            restoreNeedsStop: false,
            hasLiveEvents: false,
            minimumPoll: .seconds(15),
            idlePoll: .seconds(300)
        )
        traits.create.label = .description
        traits.restore.extent = .undocumented
        traits.restore.evidence = .nothing
        traits.news.listsWholeAccount = true
        return traits
    }()

    /// The same service with something changed.
    func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
