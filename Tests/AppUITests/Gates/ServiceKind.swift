import BackupKit
import TestSupport

/// Kinds of services, by what they can do, what they tell and when they answer.
enum ServiceKind: String, CaseIterable, Sendable {
    /// Worlds and live events; no ids of ours, no locks to set, no cancel.
    case worlds
    /// Takes our ids, answers when the work is done, has no events.
    case synchronous
    /// Numbers its runs and keeps a history of them, makes its own safety backup, deletes many at once.
    case historic
    /// Tells of restores in a log; can remove every file first.
    case logged
    /// Never tells how a restore ended.
    case silent
    /// Has every action and tells every fact.
    case rich

    var capabilities: ProviderCapabilities {
        switch self {
        case .worlds: .sparse
        case .synchronous: Self.synchronousTraits
        case .historic: Self.historicTraits
        case .logged: Self.loggedTraits
        case .silent: Self.silentTraits
        case .rich: .rich
        }
    }

    /// Names that can be typed, names that cannot, and names that two servers bear.
    var hosts: [(id: Server.ID, name: String, worlds: [String])] {
        switch self {
        case .worlds: [("1a2b3c4d-0001", "smp-main", ["survival", "creative"]), ("2b3c4d5e-0002", "lobby", ["hub"])]
        case .synchronous: [("3c4d5e6f-0003", "Überleben", []), ("4d5e6f70-0004", "anarchy", [])]
        case .historic: [("5e6f7081-0005", "skyblock", ["isles", "nether"]), ("6f708192-0006", "factions", ["main"])]
        case .logged: [("708192a3-0007", "smp-two", []), ("8192a3b4-0008", "a server with quite a long name", [])]
        case .silent: [("92a3b4c5-0009", "vps", []), ("a3b4c5d6-0010", "vps", [])]
        case .rich: [("b4c5d6e7-0011", "prison", ["cells", "yard"]), ("c5d6e7f8-0012", "mini games", [])]
        }
    }

    /// Reading a server tells whether its process runs.
    var tellsPower: Bool {
        switch self {
        case .synchronous, .logged, .rich: true
        case .worlds, .historic, .silent: false
        }
    }

    var numbersRuns: Bool {
        self == .historic || self == .rich
    }

    /// A backup that is deleted stays listed for a while.
    var deletesLater: Bool {
        self == .worlds || self == .logged
    }

    private static let synchronousTraits: ProviderCapabilities = {
        var traits = ProviderCapabilities.sparse
        traits.actions = [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power]
        traits.reasons = [:]
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
        traits.news.hasLiveEvents = false
        traits.news.idlePoll = .seconds(60)
        traits.downloadNeedsWriter = true
        return traits
    }()

    private static let historicTraits: ProviderCapabilities = {
        var traits = ProviderCapabilities.sparse
        traits.actions = [.create, .restore, .delete, .deleteMany, .rename, .retry, .cancel, .acknowledge, .power]
        traits.reasons = [.lock: "this API shows locks but cannot set them"]
        traits.restore.evidence = .history
        traits.restore.safetyBackup = .byServer
        return traits
    }()

    private static let loggedTraits: ProviderCapabilities = {
        var traits = ProviderCapabilities.sparse
        traits.actions = [.create, .restore, .delete, .lock, .unlock, .download, .verify, .power]
        traits.reasons = [:]
        traits.facts = [.size, .lock, .checksum, .verified, .ignoredPatterns]
        traits.create.options = [.ignoredPatterns, .lock]
        traits.create.isOneAtATime = false
        traits.create.everythingPattern = "!*"
        traits.restore.stopEvidence = .eventOrReadings(apart: .seconds(20))
        traits.restore.extent = .choice
        traits.restore.evidence = .activity
        traits.quota = QuotaTraits(atLimit: .refusesManualRotatesAutomatic, counted: .notFailed)
        return traits
    }()

    private static let silentTraits: ProviderCapabilities = {
        var traits = ProviderCapabilities.sparse
        traits.actions = [.create, .restore, .delete]
        traits.reasons = [:]
        traits.create.label = .description
        traits.restore.needsStop = false
        traits.restore.extent = .undocumented
        traits.restore.evidence = .nothing
        traits.news.hasLiveEvents = false
        traits.news.listsWholeAccount = true
        traits.news.minimumPoll = .seconds(15)
        traits.news.idlePoll = .seconds(300)
        return traits
    }()
}
