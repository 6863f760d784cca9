import AppCore
import AppUI
import FoundationEssentials
import NCursesTerminal
import TerminalUI

/// What the screen and the wall have in common: log, terminal, store, frames, and what rings when alarms begin.
@MainActor
struct TerminalSession {
    /// The longest that a user's program is waited for at the end, once it was told to end.
    private static let patience: Duration = .seconds(5)

    let plan: ScreenPlan
    let state: AppState
    let handler: any EffectHandler
    /// Nobody types.
    var isUnattended = false
    /// Called before anything is read.
    var willBegin: (AppRuntime, Store) -> Void = { _, _ in }
    /// Called when the terminal is the shell's again, while effects still go on.
    var didEnd: (Store) -> Void = { _ in }

    /// Runs until the user leaves or a signal ends it; answers the exit code.
    func run() -> Int32 {
        let log: SessionLog?
        do {
            log = try plan.logFile.map { path throws(SessionLog.OpenError) in try SessionLog(path: path) }
        } catch {
            return Self.refuse(error.message)
        }
        let terminal: NCursesTerminal
        do {
            terminal = try NCursesTerminal.open(options: options)
        } catch {
            return Self.refuse("\(error)")
        }
        let logged: any EffectHandler = if let log {
            LoggingEffectHandler(handler, log: log, isVerbose: plan.isVerbose)
        } else { handler }
        let store = Store(state: state, handler: logged)
        let bell = plan.bell(
            report: { [weak store] problem in
                if let problem { log?.append(problem) }
                store?.send(.alarmProgramEnded(problem: problem))
            },
            ring: { [weak terminal] in terminal?.ring() ?? false }
        )
        store.onAlarms = { bell.begun($0) }
        let runtime = AppRuntime(store: store, terminal: terminal, context: ViewContext(traits: terminal.traits))
        willBegin(runtime, store)
        store.send(.started)
        let ending = terminal.run(handler: runtime)
        didEnd(store)
        Self.close(bell)
        store.stop()
        return ending.exitCode
    }

    private var options: NCursesOptions {
        var options = NCursesOptions(
            color: NCursesOptions.ColorChoice(plan.color),
            ascii: plan.usesASCII,
            logPath: plan.logFile,
            environment: plan.host.variables
        )
        options.isUnattended = isUnattended
        return options
    }

    private static func close(_ bell: AlarmBell) {
        var isClosed = false
        guard let closing = bell.close(then: { isClosed = true }) else { return }
        let limit = ContinuousClock.now + patience
        HeadlessLoop.run(handle: { _ in }, every: .milliseconds(50)) { isClosed || ContinuousClock.now >= limit }
        closing.cancel()
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
