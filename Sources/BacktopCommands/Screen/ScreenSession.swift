import AppCore
import AppUI
import ArgumentParser
import BackupKit
import FoundationEssentials
import LocalState
import NCursesTerminal
import TerminalUI

/// One run of the screen, from opening the terminal to the exit code.
enum ScreenSession {
    /// Runs until the user leaves; throws the exit code where it is not 0.
    static func run(_ plan: ScreenPlan) throws {
        let code = MainActor.assumeIsolated { runOnMainThread(plan) }
        guard code == 0 else { throw ExitCode(code) }
    }

    @MainActor
    private static func runOnMainThread(_ plan: ScreenPlan) -> Int32 {
        let log: SessionLog?
        do {
            log = try plan.logFile.map { path throws(SessionLog.OpenError) in try SessionLog(path: path) }
        } catch {
            return refuse(error.message)
        }
        let terminal: NCursesTerminal
        do {
            terminal = try NCursesTerminal.open(options: NCursesOptions(
                color: NCursesOptions.ColorChoice(plan.color),
                ascii: plan.usesASCII,
                logPath: plan.logFile,
                environment: plan.host.variables
            ))
        } catch {
            return refuse("\(error)")
        }
        let live = ProviderEffectHandler(
            providers: plan.providers,
            journal: StateFolder.journal(in: plan.stateFolder, host: plan.host),
            locks: StateFolder.locks(in: plan.stateFolder, host: plan.host),
            folder: FileDownloadFolder(plan.downloadDirectory),
            snapshots: StateFolder.snapshots(in: plan.stateFolder),
            acknowledgements: plan.acknowledgements,
            user: JournalAuthor.current(environment: plan.host.variables).user
        )
        let paced = VisibleServerHandler(live, budgets: plan.contexts.budgets)
        let handler: any EffectHandler = if let log { LoggingEffectHandler(paced, log: log, isVerbose: plan.isVerbose)
        } else { paced }
        let store = Store(state: plan.state(at: .now, watchesFleet: true), handler: handler)
        let runtime = AppRuntime(store: store, terminal: terminal, context: ViewContext(traits: terminal.traits))
        let bell = plan.bell(log: log) { [weak terminal] in terminal?.ring() }
        store.onAlarms = { bell.begun($0) }
        store.send(.started)
        let ending = terminal.run(handler: runtime)
        finishJournal(of: store)
        store.stop()
        if ending.exitCode != 129 { tell(store.state.unfinishedWork) }
        return ending.exitCode
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

    private static func refuse(_ message: String) -> Int32 {
        do {
            try CommandOutput(stderr: message + "\n", exitCode: 2).deliver()
        } catch {
            return 2
        }
        return 2
    }
}

extension NCursesOptions.ColorChoice {
    init(_ choice: ColorChoice) {
        self = switch choice {
        case .auto: .auto
        case .always: .always
        case .never: .never
        }
    }
}
