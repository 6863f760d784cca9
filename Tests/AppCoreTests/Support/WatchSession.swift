import BackupKit
import FoundationEssentials
@testable import AppCore

/// One context with one server without worlds, read once.
struct WatchSession {
    var state: AppState
    var rang: [Alarm.Kind] = []
    let place = LocationRef(server: ServerRef(context: "smp", server: "s1"), world: nil)

    init(_ backups: [Backup]?, quota: Quota? = nil, tokenExpiresAt: Date? = nil) {
        var settings = Settings()
        settings.watchesFleet = true
        var context = Sample.context()
        context.tokenExpiresAt = tokenExpiresAt
        state = AppState(
            now: Sample.now, settings: settings, contexts: [context], session: "watch", ids: IDSource(1, 2)
        )
        send(.started)
        // The only server would be opened at once.
        send(.serversLoaded("smp", .success([
            Sample.server("s1", name: "lobby", worlds: [], quota: quota),
            Sample.server("s2", name: "never read", worlds: [], quota: nil),
        ])))
        if let backups { list(backups) }
    }

    mutating func send(_ action: AppAction) {
        for effect in AppReducer.reduce(into: &state, action: action) {
            if case let .ring(news) = effect { rang += news.map(\.kind) }
        }
    }

    mutating func list(_ backups: [Backup], operations: [OperationReport] = []) {
        ask(.success(BackupListing(backups: backups, operations: operations)))
    }

    mutating func ask(_ answer: Result<BackupListing, ProviderError>) {
        var state = state
        let asked = FleetReducer.load(place, state: &state)
        self.state = state
        // One that was asked for before and not answered is answered now.
        let sequence = state.fleet.servers[place.server]?.sequence ?? 0
        let ticket = if case let .loadBackups(_, ticket)? = asked.first { ticket } else {
            LoadTicket(sequence: sequence, purpose: .poll)
        }
        send(.backupsLoaded(place, ticket, answer))
    }

    /// Lets time pass second by second, with the timer of the alarms.
    mutating func pass(_ seconds: Int) {
        for _ in 0 ..< seconds {
            state.now += 1
            send(.timerFired(.alarms))
        }
    }

    var told: [Alarm.Kind] {
        state.watch.book.raised.map(\.alarm.id.kind)
    }

    var health: ServerStanding.Health? {
        state.watch.standings[place.server]?.health
    }
}
