import AppCore
import AppUI
import ArgumentParser
import FoundationEssentials
import NCursesTerminal

/// One run of the wall, from opening the terminal to the exit code. Nobody types here: input is read and dropped, and
/// nothing in it can change a server.
@MainActor
final class WallSession {
    /// Without a frame for so long the program ends, so that a supervisor starts it anew.
    static let patience: Duration = .seconds(10)

    private let plan: WallPlan
    private let notifier: SystemdNotifier
    private var isReady = false
    private var toldAt: ContinuousClock.Instant?
    private var toldProblems = ""

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
        TerminalSession(
            plan: plan.screen,
            state: plan.state(at: .now),
            handler: plan.handler(),
            isUnattended: true,
            willBegin: { runtime, store in
                runtime.onFrame = { [weak self] in self?.frameDrawn(store.state) }
                FrameWatchdog.expectFrame(within: Self.patience)
            },
            didEnd: { [notifier] _ in
                FrameWatchdog.expectNothing()
                notifier.isStopping()
            }
        ).run()
    }

    /// The one sign of life that counts: a frame has gone out.
    private func frameDrawn(_ state: AppState) {
        FrameWatchdog.expectFrame(within: Self.patience)
        tellProblems(state)
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

    /// What of the wall does not work, for whoever asks for the state of the service.
    private func tellProblems(_ state: AppState) {
        let problems = state.watch.problems.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; ")
        guard problems != toldProblems else { return }
        toldProblems = problems
        notifier.status(problems)
    }
}
