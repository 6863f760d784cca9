import BackupKit
import FoundationEssentials
@testable import AppCore

/// A moment before a key, with everything that an act may be refused for.
struct GateSituation {
    var traits = ProviderCapabilities.logged.with {
        $0.actions.formUnion([.rename, .retry, .cancel, .acknowledge])
        $0.create.isOneAtATime = true
    }

    var settings = Settings(makesSafetyBackup: false)
    var server = Sample.server()
    /// The server as a plan reads it; nil where it is the same.
    var readServer: Server?
    var backups = Sample.backups
    var reports: [OperationReport] = []
    var power = PowerState.stopped
    var target: Backup.ID = "b2"
    var journalProblem: String?
    var blockedUntil: Date?
    var unlocked: Set<Backup.ID> = []
    var marks: Set<Backup.ID> = []

    mutating func changeTarget(_ change: (inout Backup) -> Void) {
        if let index = backups.firstIndex(where: { $0.id == target }) { change(&backups[index]) }
    }

    /// What a row of the table is about.
    init(_ kind: GateKind) {
        switch kind {
        case .create, .rename, .lock, .download, .powerStart, .delete, .restoreUnsafely, .restoreWiping: break
        case .unlock: changeTarget { $0.isLocked = true }
        case .retry, .deleteEmpty: changeTarget { $0.state = .failed }
        case .cancelHarmless:
            changeTarget { $0.state = .running }
            reports = [Sample.report("b2", .create, .running, run: "7")]
        case .cancelRestore:
            changeTarget { $0.state = .restoring }
            reports = [Sample.report("b2", .restore, .running, run: "7")]
        case .acknowledge: reports = [Sample.report("b2", .restore, .failed, run: "7", awaits: true)]
        case .powerStop, .powerRestart, .powerKill: power = .running
        case .restoreSafely: settings.makesSafetyBackup = true
        case .bulkDelete: marks = ["b2", "b3"]
        case .deleteLastGood: target = "b1"
        case .deleteJustUnlocked: unlocked = ["b2"]
        case .deleteLocked:
            traits.switchOff([.unlock: "locks stay here"])
            changeTarget { $0.isLocked = true }
        }
    }

    /// The circumstance by which the act may be refused; false where it has no meaning for it.
    mutating func bring(_ refusal: GateRefusal, to kind: GateKind) -> Bool {
        switch refusal {
        case .readOnly: settings.isReadOnly = true
        case .quotaFull: server.quota = Quota(used: 10, limit: 10)
        case .throttled: blockedUntil = Sample.now.addingTimeInterval(600)
        case .noJournal: journalProblem = "the file is damaged"
        case .conflict:
            // Two pieces of work are another question for a cancel.
            if kind == .cancelHarmless || kind == .cancelRestore { return false }
            backups.append(Sample.backup("b9", hoursOld: 0, state: .running))
            reports.append(Sample.report("b9", .create, .running, run: "9"))
        case .locked:
            if kind == .lock || kind == .unlock || kind == .deleteLocked { return false }
            if kind == .deleteJustUnlocked { unlocked = [] }
            changeTarget { $0.isLocked = true }
        case .activeOperation:
            if [.create, .cancelHarmless, .cancelRestore].contains(kind) { return false }
            reports.append(Sample.report(target, kind == .acknowledge ? .create : .restore, .running, run: "8"))
        case .notCompleted:
            if [.retry, .deleteEmpty, .cancelHarmless, .cancelRestore].contains(kind) { return false }
            changeTarget {
                $0.state = .failed
                $0.size = 5
                $0.checksum = Checksum(algorithm: .sha1, value: "ff")
            }
        case .unresolved: readServer = Sample.server(worlds: [World(id: "w2", name: "nether", isActive: true)])
        case .missingPermission:
            guard let permission = kind.permission else { return false }
            server.permissions = Set(Server.Permission.allCases).subtracting([permission])
        case .unknownRun:
            guard [.cancelHarmless, .cancelRestore, .acknowledge].contains(kind) else { return false }
            reports[0].run = nil
        }
        return true
    }

    /// Opens the list, and drives the act by its keys as far as it goes.
    func driven(_ kind: GateKind) -> Bench {
        var bench = Bench.opened(
            backups, reports, context: Sample.context(capabilities: traits), settings: settings, servers: [server],
            power: power
        )
        bench.state.journalProblem = journalProblem
        bench.state.fleet.servers[Sample.ref]?.createsBlockedUntil = blockedUntil
        for backup in unlocked { bench.state.fleet.servers[Sample.ref]?.unlockedAt[backup] = bench.state.now }
        bench.state.manager.marks = marks
        bench.select(target)
        press(kind, &bench)
        return bench
    }

    private func press(_ kind: GateKind, _ bench: inout Bench) {
        bench.press(kind.action)
        if let menu = bench.menu {
            guard let letter = kind.letter else { return }
            // A line that is off says why.
            if let reason = menu.lines.first(where: { $0.letter == letter })?.reason {
                bench.state.notice = Notice(.warning, reason)
                return
            }
            bench.key(.character(letter))
        }
        if bench.planSheet != nil {
            read(&bench)
            bench.arm()
            guard let plan = bench.plan, bench.confirmation != nil else { return }
            if plan.level == .light { bench.key(.character("y")) } else { bench.confirm() }
            bench.passWindow()
            read(&bench)
        } else if bench.nameSheet != nil {
            bench.arm()
            if kind == .rename { bench.type("other") }
            bench.key(.enter)
        } else if bench.confirmSheet != nil {
            bench.arm()
            bench.key(.character("y"))
        }
    }

    private func read(_ bench: inout Bench) {
        bench.read(readServer ?? server, backups, reports, archive: .readable)
    }
}

extension GateKind {
    var action: UserAction {
        switch self {
        case .create: .create
        case .rename: .rename
        case .lock, .unlock: .lock
        case .download: .download
        case .powerStart, .powerStop, .powerRestart, .powerKill: .power
        case .retry: .retry
        case .cancelHarmless, .cancelRestore: .cancelOperation
        case .acknowledge: .acknowledge
        case .deleteEmpty, .delete, .deleteLastGood, .deleteJustUnlocked, .deleteLocked, .bulkDelete: .delete
        case .restoreSafely, .restoreUnsafely, .restoreWiping: .restore
        }
    }

    /// The letter of its menu's line.
    var letter: Character? {
        switch self {
        case .powerStart: "s"
        case .powerStop: "t"
        case .powerRestart: "r"
        case .powerKill: "k"
        case .restoreSafely, .restoreUnsafely: "k"
        case .restoreWiping: "w"
        default: nil
        }
    }

    /// What the account must be allowed for it.
    var permission: Server.Permission? {
        switch self {
        case .create, .retry: .createBackups
        case .rename: .renameBackups
        case .lock, .unlock: .lockBackups
        case .download: .downloadBackups
        case .powerStart: .startServer
        case .powerStop, .powerKill: .stopServer
        case .powerRestart: .restartServer
        case .cancelHarmless, .acknowledge: nil
        case .deleteEmpty, .delete, .deleteLastGood, .deleteJustUnlocked, .deleteLocked, .bulkDelete: .deleteBackups
        case .cancelRestore, .restoreSafely, .restoreUnsafely, .restoreWiping: .restoreBackups
        }
    }
}
