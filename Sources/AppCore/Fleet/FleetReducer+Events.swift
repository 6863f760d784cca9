import BackupKit
import FoundationEssentials

extension FleetReducer {
    /// Applies one live event. Every event is applied, in order; only drawing is coalesced.
    static func event(_ event: ProviderEvent, of ref: ServerRef, state: inout AppState) -> [Effect] {
        guard state.fleet.servers[ref] != nil else { return [] }
        state.fleet.servers[ref]?.sequence += 1
        if event.isNews { state.fleet.heardAt[ref.context] = state.now }
        switch event {
        case .connected:
            state.fleet.servers[ref]?.feed = .live
            state.fleet.servers[ref]?.isPowerTold = false
            state.fleet.servers[ref]?.linkError = nil
            // What happened while the feed was down is not known, so all lists are read after every (re)connect.
            return loadAllLocations(of: ref, state: &state)
        case let .disconnected(error):
            state.fleet.servers[ref]?.feed = .down
            state.fleet.servers[ref]?.linkError = error
            state.fleet.servers[ref]?.power = .unknown
            state.fleet.servers[ref]?.powerAt = nil
            state.fleet.servers[ref]?.isPowerTold = false
            PlanRunReducer.feedIsLost(ref, state: &state)
            return []
        case let .power(power):
            state.fleet.servers[ref]?.power = power
            state.fleet.servers[ref]?.powerAt = state.now
            state.fleet.servers[ref]?.isPowerTold = power != .unknown
            // Readings that found it down before and after it ran are no two in a row.
            if power.isUp {
                state.fleet.servers[ref]?.downReadings = nil
                PlanRunReducer.serverIsUp(ref, state: &state)
            } else if power.isDown {
                state.fleet.servers[ref]?.downEventAt = state.now
                let sequence = state.fleet.servers[ref]?.sequence ?? 0
                state.fleet.servers[ref]?.downSequence = sequence
                PlanRunReducer.serverIsDown(ref, state: &state)
            }
            return []
        case .backupsChanged:
            return loadAllLocations(of: ref, state: &state)
        case .serverChanged:
            return [.loadServer(ref)]
        case .unrecognised:
            state.fleet.servers[ref]?.unrecognised += 1
            return []
        case let .progress(report):
            return progress(report, of: ref, state: &state)
        }
    }

    /// Lists every location of a server that is watched now.
    static func loadWatched(of ref: ServerRef, state: inout AppState) -> [Effect] {
        let worlds = state.fleet.servers[ref].map { Array($0.locations.keys) } ?? []
        var locations = worlds.map { LocationRef(server: ref, world: $0) }
        if let visible = state.location, visible.server == ref, !locations.contains(visible) {
            locations.append(visible)
        }
        return locations
            .filter { isWatched($0, state: state) }
            .sorted { ($0.world?.rawValue ?? "") < ($1.world?.rawValue ?? "") }
            .flatMap { load($0, state: &state) }
    }

    private static func progress(_ report: OperationReport, of ref: ServerRef, state: inout AppState) -> [Effect] {
        guard var server = state.fleet.servers[ref] else { return [] }
        let isTransferNoise = report.phase == .transfer && report.kind != .download
        let key = isTransferNoise
            ? openKey(of: report.backup, in: server) ?? OperationKey(backup: report.backup, kind: report.kind)
            : OperationKey(backup: report.backup, kind: report.kind)
        if var operation = server.operations[key] {
            guard operation.isOpen else {
                // The list that it should have gone with may not have come.
                guard operation.hasLingered, !report.state.hasEnded, isTimeToAsk(operation.askedAt, state.now)
                else { return [] }
                state.fleet.servers[ref]?.operations[key]?.askedAt = state.now
                return loadAllLocations(of: ref, state: &state)
            }
            // A transfer is shown and never decides: it ends long before the work does.
            if isTransferNoise, report.state.hasEnded { return [] }
            // The late end of an earlier run sounds the same: without a sign of life the list decides.
            if let end = OperationEnd(report), operation.repeatsStaleEvidence(end) { return [] }
            _ = operation.apply(report, at: state.now, sequence: server.sequence)
            // Kept even when nothing shown changed: that it was heard of at all is evidence later.
            server.operations[key] = operation
            state.fleet.servers[ref] = server
            return operation.isOpen ? [] : [.timer(.linger(ref, key), after: lingerTime)]
        }
        if isTransferNoise {
            let isKnown = server.locationKey(of: report.backup) != nil
            guard !isKnown, server.unlisted.insert(report.backup).inserted else { return [] }
            state.fleet.servers[ref] = server
            return loadAllLocations(of: ref, state: &state)
        }
        if let settled = server.settled[key] {
            // Late news of work that is over. It may be a new run that somebody else started: the list tells, in
            // whichever world the backup lives. Later news may be of a later run.
            guard !report.state.hasEnded, isTimeToAsk(settled.askedAt, state.now) else { return [] }
            state.fleet.servers[ref]?.settled[key]?.askedAt = state.now
            return loadAllLocations(of: ref, state: &state)
        }
        if report.state.hasEnded {
            // An end whose beginning was not seen: the list shows what came of it, and a repetition is no news.
            state.fleet.servers[ref]?.settled[key] = ServerState.Settled(sequence: server.sequence)
            state.fleet.servers[ref]?.noteForeign(key, at: state.now)
            return loadAllLocations(of: ref, state: &state)
        }
        return open(report, key: key, of: ref, state: &state)
    }

    private static func isTimeToAsk(_ last: Date?, _ now: Date) -> Bool {
        last.map { abs(now.timeIntervalSince($0)) >= askAgainTime } ?? true
    }

    private static func openKey(of backup: Backup.ID, in server: ServerState) -> OperationKey? {
        OperationKind.allCases
            .map { OperationKey(backup: backup, kind: $0) }
            .first { server.operations[$0]?.isOpen == true }
    }

    /// Work that somebody else started, or that ran before we came.
    private static func open(
        _ report: OperationReport,
        key: OperationKey,
        of ref: ServerRef,
        state: inout AppState
    ) -> [Effect] {
        guard var server = state.fleet.servers[ref] else { return [] }
        server.noteForeign(key, at: state.now)
        var operation = BackupOperation(
            key: key,
            location: server.locationKey(of: key.backup).map { LocationRef(server: ref, world: $0) },
            phase: report.phase,
            state: report.state,
            at: state.now,
            sequence: server.sequence
        )
        // The list may go on showing the end of the run before for a while.
        operation.staleEvidence = operation.location.flatMap { server.locations[$0.world]?.lastEnd(of: key) }
        _ = operation.apply(report, at: state.now, sequence: server.sequence)
        server.operations[key] = operation
        let isUnknown = operation.location == nil && server.unlisted.insert(key.backup).inserted
        state.fleet.servers[ref] = server
        if isUnknown { return loadAllLocations(of: ref, state: &state) }
        return operation.location.map { schedulePoll($0, state: state) } ?? []
    }
}

extension ProviderEvent {
    /// The service itself said it.
    fileprivate var isNews: Bool {
        if case .disconnected = self { false } else { true }
    }
}
