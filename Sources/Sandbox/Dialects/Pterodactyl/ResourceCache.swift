import FoundationEssentials
import Synchronization

/// Keeps what the panel last heard of a game process for 20 s, as deployed panels do (section 3.3).
final class ResourceCache: Sendable {
    private let clock: ServiceClock
    /// Seconds.
    private let life: Double
    private let known = Mutex<[GameServer.ID: (until: Date, value: JSON)]>([:])

    init(clock: ServiceClock) {
        self.clock = clock
        life = 20 / max(1, clock.speed)
    }

    /// What is known of a server, or what `make` finds out.
    func value(of server: GameServer.ID, _ make: () -> JSON) -> JSON {
        let now = clock.unskewed
        return known.withLock { known in
            if let old = known[server], now < old.until {
                return old.value
            }
            let fresh = make()
            known[server] = (now.addingTimeInterval(life), fresh)
            return fresh
        }
    }
}
