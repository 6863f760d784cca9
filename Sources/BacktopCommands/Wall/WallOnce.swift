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
    private var signalCode: Int32?

    /// After so long the page tells what is known by then, unless the user named another time.
    private static let patience: Duration = .seconds(20)

    private init(_ plan: WallPlan) {
        store = Store(state: plan.momentaryState(at: .now), handler: plan.handler())
        limit = .now + (plan.screen.timeout ?? Self.patience)
    }

    /// The page at a size, with code 3 where something could not be read.
    nonisolated static func output(_ plan: WallPlan, size: Size) -> CommandOutput {
        MainActor.assumeIsolated { WallOnce(plan).run(size: size, ascii: plan.screen.usesASCII) }
    }

    private func run(size: Size, ascii: Bool) -> CommandOutput {
        store.send(.started)
        HeadlessLoop.run(handle: handle, every: .milliseconds(200)) {
            signalCode != nil || store.state.isReadOnce || ContinuousClock.now >= limit
        }
        let state = store.state
        store.stop()
        if let signalCode { return CommandOutput(exitCode: signalCode) }
        let context = ViewContext(traits: TerminalTraits(colors: .mono, unicode: !ascii))
        let gaps = state.unreadWords
        return CommandOutput(
            stdout: WallText.page(state, context, size: size),
            stderr: gaps.map { $0 + "\n" }.joined(),
            exitCode: gaps.isEmpty ? 0 : 3
        )
    }

    private func handle(_ event: HeadlessLoop.Event) {
        switch event {
        case .interrupted: signalCode = 130
        case .terminated: signalCode = 143
        case .hungUp: signalCode = 129
        case .suspending, .resumed: break
        }
    }
}

extension AppState {
    /// What has not been read, one line a context.
    fileprivate var unreadWords: [String] {
        fleet.contextOrder.compactMap { id in
            guard fleet.answered.contains(id) else {
                return "\(id): \(fleet.contextErrors[id]?.message ?? "no answer in time")"
            }
            let servers = fleet.serverOrder.filter { $0.context == id }
            let unread = servers.filter { !isReadOnce($0) || listError(of: $0) != nil }
            guard let first = unread.first else { return nil }
            let why = unread.lazy.compactMap(listError).first?.message ?? "no answer in time"
            return "\(id): \(unread.count) of \(servers.count) servers not read, \(first.server) first: \(why)"
        }
    }

    private func listError(of ref: ServerRef) -> ProviderError? {
        fleet.servers[ref]?.locations.values.lazy.compactMap(\.error).first
    }
}
