import AppCore
import BackupKit
import FoundationEssentials
import LocalState
import NCursesTerminal
import Synchronization

/// One command's session without a screen: the same store, workflows, journal and locks as behind the screen.
@MainActor
final class ScriptSession {
    let store: Store
    let plan: ScreenPlan
    private let answers: AnswerRecord
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var output: CommandOutput?

    private init(_ plan: ScreenPlan) {
        self.plan = plan
        answers = AnswerRecord()
        store = Store(state: plan.state(at: .now, watchesFleet: false), handler: AnswerRecorder(AccountHandler(
            ProviderEffectHandler(
                providers: plan.providers,
                journal: StateFolder.journal(in: plan.stateFolder, host: plan.host),
                locks: StateFolder.locks(in: plan.stateFolder, host: plan.host),
                folder: FileDownloadFolder(plan.downloadDirectory)
            ),
            accounts: plan.contexts.accounts
        ), record: answers))
        store.didChange = { [weak self] in self?.wake() }
    }

    /// Reads the configuration, runs `work` over a session, and ends the command with what it answers.
    nonisolated static func run(
        _ options: GlobalOptions,
        work: @escaping @MainActor (ScriptSession) async throws(ScriptFailure) -> CommandOutput
    ) throws {
        let host = HostEnvironment.current()
        let plan: ScreenPlan
        do {
            plan = try Program.wait { try await ScreenPlan.make(options, host: host) }
        } catch {
            return try CommandOutput(failure: error).deliver()
        }
        let output = MainActor.assumeIsolated { ScriptSession(plan).run(work) }
        try output.deliver()
    }

    private func run(
        _ work: @escaping @MainActor (ScriptSession) async throws(ScriptFailure) -> CommandOutput
    ) -> CommandOutput {
        let task = Task {
            do throws(ScriptFailure) {
                var words = try await work(self)
                words.stderr = KeyAdvice.forCommands(words.stderr)
                output = words
            } catch {
                output = CommandOutput(
                    stderr: "backtop: \(KeyAdvice.forCommands(error.message))\n",
                    exitCode: error.code
                )
            }
        }
        store.send(.started)
        HeadlessLoop.run(handle: handle) { output != nil }
        finishJournal(of: store)
        task.cancel()
        store.stop()
        return output ?? CommandOutput(exitCode: 1)
    }

    private func handle(_ event: HeadlessLoop.Event) {
        switch event {
        case .interrupted: store.send(.session(.interrupted))
        case .terminated: store.send(.session(.terminated))
        case .hungUp: store.send(.session(.hungUp))
        case .suspending: store.send(.session(.suspending))
        case .resumed: store.send(.session(.resumed))
        }
    }

    private func wake() {
        let woken = waiters
        waiters = []
        for waiter in woken { waiter.resume() }
    }

    /// Waits for the state, looked at after every action. Throws when the program is told to end.
    func wait(until condition: (AppState) -> Bool) async throws(ScriptFailure) {
        while !condition(store.state) {
            if let code = store.state.exitCode {
                let left = store.state.unfinishedWork
                throw ScriptFailure(signal: code, left.isEmpty ? "ended by a signal" : left.joined(separator: "\n"))
            }
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    /// What the service answered to the one request of an act; waits for it.
    func answer(to act: Identifier<JournalEntry>) async throws(ScriptFailure) -> MutationAnswer {
        try await wait { _ in answers[act] != nil }
        return answers[act] ?? .notSent("nothing was sent")
    }

    /// The reading half of a context.
    func reader(of context: Context.ID) throws(ScriptFailure) -> any BackupProvider {
        guard let entry = plan.contexts.first(where: { $0.context.id == context }) else {
            throw ScriptFailure(.notFound, "context \(context) is not configured")
        }
        return entry.provider.reader
    }

    /// Says something on stderr at once.
    func say(_ text: String) {
        do {
            try CommandOutput(stderr: text + "\n").deliver()
        } catch {
            // Nobody reads any more; the work goes on.
        }
    }
}

/// Lets the last lines reach the disk before the program ends; a disk that is stuck is waited for some seconds only.
@MainActor
func finishJournal(of store: Store) {
    let limit = ContinuousClock.now + .seconds(5)
    HeadlessLoop.run(handle: { _ in }, every: .milliseconds(50)) {
        store.unwrittenLines == 0 || ContinuousClock.now >= limit
    }
}

/// Keeps the answers to requests by act, for a command that has no screen to read them from.
final class AnswerRecord: Sendable {
    private let answers = Mutex<[Identifier<JournalEntry>: MutationAnswer]>([:])

    subscript(act: Identifier<JournalEntry>) -> MutationAnswer? {
        answers.withLock { $0[act] }
    }

    fileprivate func note(_ answer: MutationAnswer, to act: Identifier<JournalEntry>) {
        answers.withLock { $0[act] = answer }
    }
}

/// Hands every answer on and keeps it.
private struct AnswerRecorder: EffectHandler {
    private let base: any EffectHandler
    private let record: AnswerRecord

    init(_ base: any EffectHandler, record: AnswerRecord) {
        self.base = base
        self.record = record
    }

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        guard case .mutate = effect else { return base.actions(for: effect) }
        let actions = base.actions(for: effect)
        return AsyncStream { continuation in
            let record = record
            // A request that left goes on to its journal line, whoever still listens.
            Task {
                for await action in actions {
                    if case let .mutationAnswered(mutation, answer) = action { record.note(answer, to: mutation.act) }
                    continuation.yield(action)
                }
                continuation.finish()
            }
        }
    }
}
