import AppCore
import BackupKit
import FoundationEssentials

/// Everything a wall needs: readers and nothing that could change a server.
struct WallPlan: Sendable {
    var screen: ScreenPlan

    /// Loads the configuration for a session that only reads, whatever the configuration allows.
    static func make(_ options: GlobalOptions, host: HostEnvironment) async throws -> WallPlan {
        var options = options
        options.readOnly = true
        return try await WallPlan(screen: ScreenPlan.make(options, host: host))
    }

    /// The reading halves by context.
    var readers: [Context.ID: any BackupProvider] {
        Dictionary(
            screen.contexts.map { ($0.context.id, $0.provider.reader) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// The state a wall begins with.
    func state(at now: Date) -> AppState {
        var settings = screen.settings
        settings.isReadOnly = true
        settings.watchesFleet = true
        var state = AppState(
            now: now, settings: settings, contexts: screen.contexts.map(\.context),
            session: String(UInt64.random(in: .min ... .max), radix: 16),
            ids: IDSource(.random(in: .min ... .max), .random(in: .min ... .max))
        )
        state.screen = .wall
        return state
    }

    /// What carries out the wall's effects.
    func handler() -> any EffectHandler {
        VisibleServerHandler(
            ReadingEffectHandler(
                readers: readers,
                snapshots: StateFolder.snapshots(in: screen.stateFolder),
                acknowledgements: screen.acknowledgements
            ),
            budgets: screen.contexts.budgets
        )
    }
}
