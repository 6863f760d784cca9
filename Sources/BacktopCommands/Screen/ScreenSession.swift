import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials
import LocalState

/// One run of the screen, from opening the terminal to the exit code.
enum ScreenSession {
    /// Runs until the user leaves; throws the exit code where it is not 0.
    static func run(_ plan: ScreenPlan) throws {
        let code = MainActor.assumeIsolated { runOnMainThread(plan) }
        guard code == 0 else { throw ExitCode(code) }
    }

    @MainActor
    private static func runOnMainThread(_ plan: ScreenPlan) -> Int32 {
        let live = ProviderEffectHandler(
            providers: plan.providers,
            journal: StateFolder.journal(in: plan.stateFolder, host: plan.host),
            locks: StateFolder.locks(in: plan.stateFolder, host: plan.host),
            folder: FileDownloadFolder(plan.downloadDirectory),
            snapshots: StateFolder.snapshots(in: plan.stateFolder),
            acknowledgements: plan.acknowledgements,
            user: JournalAuthor.current(environment: plan.host.variables).user
        )
        var undone: [String] = []
        let session = TerminalSession(
            plan: plan,
            state: plan.state(at: .now, watchesFleet: true),
            handler: AccountHandler(live, accounts: plan.contexts.accounts),
            didEnd: { store in
                finishJournal(of: store)
                undone = store.state.unfinishedWork
            }
        )
        let code = session.run()
        if code != 129 { tell(undone) }
        return code
    }

    /// What leaving the program left undone, on the terminal that is the shell's again.
    private static func tell(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        do {
            try CommandOutput(stderr: lines.joined(separator: "\n") + "\n").deliver()
        } catch {
            // Nobody reads any more; the exit code stays what it is.
        }
    }
}
