import AppCore
import BackupKit
import FoundationEssentials

/// Everything a wall needs: readers and nothing that could change a server.
struct WallPlan: Sendable {
    var screen: ScreenPlan

    /// Loads the configuration for a session that only reads, whatever the configuration allows.
    static func make(_ options: SessionOptions, host: HostEnvironment) async throws -> WallPlan {
        var screen = try await ScreenPlan.make(GlobalOptions.reading(options), host: host)
        // A server named in the environment is for the other commands: a wall shows all of them.
        screen.server = nil
        screen.world = nil
        return WallPlan(screen: screen)
    }

    /// The reading halves by context.
    var readers: [Context.ID: any BackupProvider] {
        screen.providers.mapValues(\.reader)
    }

    /// The state a wall begins with.
    func state(at now: Date) -> AppState {
        var state = screen.state(at: now, watchesFleet: true)
        state.screen = .wall
        return state
    }

    /// The state of a wall that is looked at once: what is wrong is told at once.
    func momentaryState(at now: Date) -> AppState {
        var plan = self
        plan.screen.settings.alarmDelay = 0
        return plan.state(at: now)
    }

    /// What carries out the wall's effects.
    func handler() -> any EffectHandler {
        AccountHandler(
            ReadingEffectHandler(
                readers: readers,
                snapshots: StateFolder.snapshots(in: screen.stateFolder),
                acknowledgements: screen.acknowledgements
            ),
            accounts: screen.contexts.accounts
        )
    }
}
