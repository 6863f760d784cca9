import BackupKit
import FoundationEssentials

/// Power as readings of the server tell it, for services and moments without live events.
///
/// A service may repeat a reading for as long as two must be apart to prove a stop (wire sheet pterodactyl, section
/// 3.3: 20 s): what a reading tells is as old as that, counted from when it was asked for.
enum PowerReading {
    /// Takes in one reading. A live feed is newer than any reading; where it has told a state, that stands.
    ///
    /// - Parameter askedAt: nil where that is not known, and then the reading proves nothing by its time.
    static func take(_ power: PowerState?, of ref: ServerRef, askedAt: Date?, state: inout AppState) {
        guard let power, let server = state.fleet.servers[ref] else { return }
        let now = state.now
        if power.isDown {
            // A clock that was set back tells nothing of the time in between: the count begins anew.
            let known = server.downReadings.flatMap { $0.lowerBound <= now ? $0 : nil }
            let first = known?.lowerBound ?? now
            state.fleet.servers[ref]?.downReadings = first ... max(first, askedAt ?? known?.upperBound ?? first)
        } else {
            state.fleet.servers[ref]?.downReadings = nil
        }
        guard server.feed != .live || !server.isPowerTold else { return }
        if power.isUp, mayPrecedeStop(of: server, askedAt: askedAt, now: now) {
            return PlanRunReducer.raiseDoubt(of: ref, state: &state)
        }
        if power.isUp { PlanRunReducer.serverIsUp(ref, state: &state) }
        if power.isDown, let askedAt { PlanRunReducer.serverWasDown(ref, askedAt: askedAt, state: &state) }
        state.fleet.servers[ref]?.power = power
        state.fleet.servers[ref]?.powerAt = now
    }

    /// Whether a reading that finds a server up may tell of the time before the feed told that it went down. Never so
    /// where an earlier reading found it down, since readings do not go back.
    private static func mayPrecedeStop(of server: ServerState, askedAt: Date?, now: Date) -> Bool {
        // An event from the future is from before our clock was set back.
        guard server.downReadings == nil, let downEventAt = server.downEventAt, downEventAt <= now else {
            return false
        }
        guard let askedAt else { return true }
        return askedAt.timeIntervalSince(downEventAt) < server.capabilities.restore.stopEvidence.seconds
    }

    /// Whether readings since our stop prove that the server is down.
    static func provesStop(of server: ServerState) -> Bool {
        guard let readings = server.downReadings, server.capabilities.restore.stopEvidence.takesReadings else {
            return false
        }
        return readings.upperBound.timeIntervalSince(readings.lowerBound)
            >= server.capabilities.restore.stopEvidence.seconds
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
