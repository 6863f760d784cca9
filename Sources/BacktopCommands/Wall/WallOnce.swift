import AppCore
import AppUI
import BackupKit
import FoundationEssentials
import NCursesTerminal
import TerminalUI

/// `backtop wall --once`: reads everything once and answers one page as text.
@MainActor
final class WallOnce {
    private let store: Store
    private let limit: ContinuousClock.Instant
    private var code: Int32?

    private init(_ plan: WallPlan, patience: Duration) {
        store = Store(state: plan.state(at: .now), handler: plan.handler())
        limit = .now + patience
    }

    /// - Parameter patience: after so long the page tells what is known by then.
    nonisolated static func output(_ plan: WallPlan, patience: Duration, size: Size) -> CommandOutput {
        MainActor.assumeIsolated { WallOnce(plan, patience: patience).run(size: size, ascii: plan.screen.usesASCII) }
    }

    private func run(size: Size, ascii: Bool) -> CommandOutput {
        store.send(.started)
        HeadlessLoop.run(handle: handle, every: .milliseconds(200)) {
            code != nil || store.state.isReadOnce || ContinuousClock.now >= limit
        }
        let state = store.state
        store.stop()
        if let code { return CommandOutput(exitCode: code) }
        let context = ViewContext(traits: TerminalTraits(colors: .mono, unicode: !ascii))
        let missing = state.fleet.contextOrder.filter { !state.fleet.answered.contains($0) }
        let words = missing.map { id in
            "\(id): \(state.fleet.contextErrors[id]?.message ?? "no answer in time")\n"
        }
        return CommandOutput(
            stdout: WallText.page(state, context, size: size), stderr: words.joined(),
            exitCode: missing.isEmpty ? 0 : 3
        )
    }

    private func handle(_ event: HeadlessLoop.Event) {
        switch event {
        case .interrupted: code = 130
        case .terminated: code = 143
        case .hungUp: code = 129
        case .suspending, .resumed: break
        }
    }
}
