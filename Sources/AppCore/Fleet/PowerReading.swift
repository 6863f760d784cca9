import BackupKit
import FoundationEssentials

/// Power as readings of the server tell it, for services and moments without live events.
enum PowerReading {
    /// How long an answer may be on its way.
    private static let answerTime: TimeInterval = 10

    /// Takes in one reading. A live feed is newer than any reading; where it has told a state, that stands.
    static func take(_ power: PowerState?, of ref: ServerRef, state: inout AppState) {
        guard let power, let server = state.fleet.servers[ref] else { return }
        let now = state.now
        if power.isDown {
            // A clock that was set back tells nothing of the time in between: the count begins anew.
            let first = server.downReadings.map(\.lowerBound).flatMap { $0 <= now ? $0 : nil } ?? now
            state.fleet.servers[ref]?.downReadings = first ... now
        } else {
            state.fleet.servers[ref]?.downReadings = nil
        }
        guard server.feed != .live || server.power == .unknown else { return }
        if power.isUp, mayPrecedeStop(of: server, now: now) {
            return PlanRunReducer.serverMayBeUp(ref, state: &state)
        }
        if power.isUp { PlanRunReducer.serverIsUp(ref, state: &state) }
        if power.isDown { PlanRunReducer.serverIsDown(ref, state: &state) }
        state.fleet.servers[ref]?.power = power
        state.fleet.servers[ref]?.powerAt = now
    }

    /// Whether a reading that finds a server up may tell of the time before the feed told that it went down: a service
    /// may repeat a reading for as long as two must be apart (wire sheet pterodactyl, section 3.3: 20 s), and the
    /// answer was on its way. Never so where an earlier reading found it down, since readings do not go back.
    private static func mayPrecedeStop(of server: ServerState, now: Date) -> Bool {
        guard server.downReadings == nil, let downEventAt = server.downEventAt else { return false }
        let age = now.timeIntervalSince(downEventAt)
        return 0 ..< server.capabilities.restore.stopEvidence.seconds + answerTime ~= age
    }

    /// Whether readings since our stop prove that the server is down.
    static func provesStop(of server: ServerState) -> Bool {
        guard let readings = server.downReadings else { return false }
        switch server.capabilities.restore.stopEvidence {
        case .event: return false
        case let .readings(apart), let .eventOrReadings(apart):
            return readings.upperBound.timeIntervalSince(readings.lowerBound) >= apart / .seconds(1)
        }
    }
}

extension RestoreTraits.StopEvidence {
    /// Readings count as evidence.
    var takesReadings: Bool {
        switch self {
        case .event: false
        case .readings, .eventOrReadings: true
        }
    }

    /// How far readings must be apart to prove anything, 0 where they prove nothing.
    var seconds: Double {
        switch self {
        case .event: 0
        case let .readings(apart), let .eventOrReadings(apart): apart / .seconds(1)
        }
    }

    /// A power event counts as evidence.
    var takesEvents: Bool {
        switch self {
        case .event, .eventOrReadings: true
        case .readings: false
        }
    }
}
