import BackupKit
import FoundationEssentials
@testable import AppCore

extension Bench {
    /// A restore of b2 with a backup of the present state, confirmed and in its cancel window.
    static func inSafeWindow(
        _ traits: ProviderCapabilities = Sample.capabilities(),
        power: PowerState? = .running,
        server: Server = Sample.server(),
        backups: [Backup] = Sample.backups
    ) -> Bench {
        var bench = Bench.opened(
            backups, context: Sample.context(capabilities: traits), settings: Settings(), power: power
        )
        bench.openPlan(server: server, backups: backups)
        bench.confirm()
        return bench
    }

    /// The same run, whose safety backup was just asked for.
    static func securing(
        _ traits: ProviderCapabilities = Sample.capabilities(),
        power: PowerState? = .running
    ) -> Bench {
        var bench = Bench.inSafeWindow(traits, power: power)
        bench.passWindow()
        bench.read()
        if bench.requests.last == .power(.stop) {
            bench.answer()
            bench.event(.power(.stopped))
        }
        return bench
    }

    /// What the plan asked for as its safety backup.
    var safety: BackupDraft? {
        for case let .create(draft) in requests { return draft }
        return nil
    }

    /// The safety backup as a list shows it.
    func safetyBackup(_ state: Backup.State = .completed, id: Backup.ID = "new") -> Backup {
        Sample.backup(safety?.id ?? id, name: safety?.name, hoursOld: 0, state: state)
    }

    /// Everything that the outcome says.
    var outcomeWords: String {
        [run?.outcome?.text, run?.outcome?.next].compactMap(\.self).joined(separator: ". ")
    }
}
