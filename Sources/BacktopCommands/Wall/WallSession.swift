import AppCore
import AppUI
import ArgumentParser
import FoundationEssentials
import NCursesTerminal
import TerminalUI

/// One run of the wall, from opening the terminal to the exit code. Nobody types here: input is read and dropped, and
/// nothing in it can change a server.
@MainActor
final class WallSession {
    /// Without a frame for so long the program ends, so that a supervisor starts it anew; in seconds.
    static let patience = 10

    private let plan: WallPlan
    private let notifier: SystemdNotifier
    private var isReady = false
    private var toldAt: ContinuousClock.Instant?

    private init(_ plan: WallPlan) {
        self.plan = plan
        notifier = SystemdNotifier(environment: plan.screen.host.variables)
    }

    /// Runs until a signal or the loss of the terminal; throws the exit code where it is not 0.
    nonisolated static func run(_ plan: WallPlan) throws {
        let code = MainActor.assumeIsolated {
            let session = WallSession(plan)
            return withExtendedLifetime(session) { session.run() }
        }
        guard code == 0 else { throw ExitCode(code) }
    }

    private func run() -> Int32 {
        let log: SessionLog?
        let terminal: NCursesTerminal
        do {
            log = try plan.screen.logFile.map { path throws(SessionLog.OpenError) in try SessionLog(path: path) }
            var screen = NCursesOptions(
                color: NCursesOptions.ColorChoice(plan.screen.color),
                ascii: plan.screen.usesASCII,
                logPath: plan.screen.logFile,
                environment: plan.screen.host.variables
            )
            screen.isUnattended = true
            terminal = try NCursesTerminal.open(options: screen)
        } catch {
            return refuse("\((error as? SessionLog.OpenError)?.message ?? "\(error)")")
        }
        let base = plan.handler()
        let handler: any EffectHandler = if let log {
            LoggingEffectHandler(base, log: log, isVerbose: plan.screen.isVerbose)
        } else { base }
        let store = Store(state: plan.state(at: .now), handler: handler)
        let bell = plan.screen.bell(log: log) { [weak terminal] in terminal?.ring() }
        store.onAlarms = { bell.begun($0) }
        let runtime = AppRuntime(store: store, terminal: terminal, context: ViewContext(traits: terminal.traits))
        runtime.onFrame = { [weak self] in self?.frameDrawn() }
        store.send(.started)
        FrameWatchdog.expectFrame(within: Self.patience)
        let ending = terminal.run(handler: runtime)
        FrameWatchdog.expectNothing()
        notifier.isStopping()
        bell.close()
        store.stop()
        return ending.exitCode
    }

    /// The one sign of life that counts: a frame has gone out.
    private func frameDrawn() {
        FrameWatchdog.expectFrame(within: Self.patience)
        if !isReady {
            isReady = true
            notifier.isReady()
        }
        guard let interval = notifier.watchdogInterval else { return }
        let now = ContinuousClock.now
        if let toldAt, now - toldAt < interval { return }
        toldAt = now
        notifier.isAlive()
    }

    private func refuse(_ message: String) -> Int32 {
        do {
            try CommandOutput(stderr: message + "\n", exitCode: 2).deliver()
        } catch {
            return 2
        }
        return 2
    }
}
