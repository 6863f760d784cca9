import BackupKit
import FoundationEssentials

extension FleetReducer {
    /// Lists in a row without the backup after which open work on it counts as gone.
    private static let missingLimit = 2
    /// Lists in a row that repeat what was known before the request, after which the outcome counts as unknown.
    private static let staleLimit = 3
    /// Without news for this long, lists that show no trace of a restore count; before, the service may be slow to
    /// tell.
    private static let traceLimit: TimeInterval = 60

    /// So much ended work of a server is remembered even where its backups are gone.
    private static let settledLimit = 64

    /// How long a backup may stay listed after its delete was asked for, before the delete counts as forgotten.
    private static let deleteLimit: TimeInterval = 600

    /// Takes in the answer to a list and asks for the next one.
    static func backupsLoaded(
        _ location: LocationRef,
        ticket: LoadTicket,
        result: Result<BackupListing, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        guard var place = state.fleet[location] else { return [] }
        let reload = place.reload
        place.loading = nil
        place.reload = nil
        place.answeredAt = place.requestedAt
        var effects = SweepReducer.answered(location, result.failure, state: &state)
        switch result {
        case let .failure(error):
            // A plan may have read a newer list while this one was on its way.
            if place.isOlder(than: place.requestedAt ?? state.now, now: state.now) {
                place.error = error
                // Refused because of what the server is doing: that passes, and the next list must not be late.
                place.failuresInRow = error.code == .conflict ? 0 : place.failuresInRow + 1
            }
            state.fleet.servers[location.server]?.locations[location.world] = place
        case let .success(listing):
            state.fleet.heardAt[location.server.context] = state.now
            let askedAt = place.requestedAt ?? state.now
            state.fleet.servers[location.server]?.locations[location.world] = place
            if place.isOlder(than: askedAt, now: state.now) {
                effects += takeIn(
                    listing, at: location, ticket: ticket, askedAt: askedAt, isForPlan: false, state: &state
                )
            }
        }
        if let reload, case .success = result {
            return effects + load(location, for: reload, state: &state)
        }
        return effects + schedulePoll(location, state: state)
    }

    /// What was read for a plan is news for the screen as well, and saves a request.
    static func inspected(
        _ request: Inspection.Request,
        _ result: Result<Inspection, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        guard case let .success(inspection) = result, let place = state.fleet[request.location],
              place.isOlder(than: inspection.readAt, now: state.now) else { return [] }
        return takeIn(
            inspection.listing,
            at: request.location,
            ticket: LoadTicket(sequence: request.sequence, purpose: .act),
            askedAt: inspection.readAt,
            isForPlan: true,
            state: &state
        )
    }

    /// Replaces what is known of a location by a list that was asked for at `askedAt`.
    private static func takeIn(
        _ listing: BackupListing,
        at location: LocationRef,
        ticket: LoadTicket,
        askedAt: Date,
        isForPlan: Bool,
        state: inout AppState
    ) -> [Effect] {
        guard var server = state.fleet.servers[location.server],
              var place = server.locations[location.world] else { return [] }
        place.error = nil
        place.failuresInRow = 0
        place.fetchedAt = askedAt
        for backup in listing.backups where backup.isLocked == false && place[backup.id]?.isLocked == true {
            server.unlockedAt[backup.id] = askedAt
        }
        server.unlockedAt = server.unlockedAt.filter { RecentUnlocks.isRecent($0.value, at: state.now) }
        place.replace(with: listing, at: listing.date ?? server.serviceTime(at: askedAt))
        server.noteClock(listing.date, askedAt: min(askedAt, state.now), now: state.now)
        server.locations[location.world] = place
        server.unlisted.subtract(listing.backups.map(\.id))
        if let told = listing.capabilities {
            server.capabilities = told
            server.capabilities.switchOff(server.lacks)
        }
        let effects = weigh(
            listing, at: location, ticket: ticket, isForPlan: isForPlan, server: &server, now: state.now
        )
        state.fleet.servers[location.server] = server
        return effects + UnconfirmedReducer.reconcile(at: location, ticket: ticket, state: &state)
    }

    /// Weighs what a list says of work against what events said.
    private static func weigh(
        _ listing: BackupListing,
        at location: LocationRef,
        ticket: LoadTicket,
        isForPlan: Bool,
        server: inout ServerState,
        now: Date
    ) -> [Effect] {
        let ended = weighReported(listing, at: location, ticket: ticket, server: &server, now: now)
            + weighOthers(listing, at: location, ticket: ticket, isForPlan: isForPlan, server: &server, now: now)
        dropLingered(at: location, ticket: ticket, server: &server)
        return ended
            .sorted { $0.backup < $1.backup }
            .map { .timer(.linger(server.ref, $0), after: lingerTime) }
    }

    /// Takes in what the list says of each work; answers what has ended by it.
    private static func weighReported(
        _ listing: BackupListing,
        at location: LocationRef,
        ticket: LoadTicket,
        server: inout ServerState,
        now: Date
    ) -> [OperationKey] {
        var ended: [OperationKey] = []
        for report in listing.operations {
            let key = OperationKey(backup: report.backup, kind: report.kind)
            if var operation = server.operations[key] {
                operation.location = location
                if operation.isOpen {
                    weighOpen(&operation, report, ticket: ticket, sequence: server.sequence, now: now)
                    if !operation.isOpen { ended.append(key) }
                } else if ticket.sequence >= operation.endedSequence ?? .max {
                    if !report.state.hasEnded {
                        operation = opened(report, key: key, at: location, server: server, now: now)
                        server.noteForeign(key, at: now)
                    } else if report.state.hasEnded, operation.state != report.state,
                              OperationEnd(report).map(operation.repeatsStaleEvidence) != true {
                        operation.correct(to: report.state)
                    }
                }
                server.operations[key] = operation
            } else if server.isRestoring(report.backup), report.kind == .create, !report.state.hasEnded {
                // A row may only say that something runs on it: what is being restored is not being made.
                server.operations[OperationKey(backup: report.backup, kind: .restore)]?.hearOfWork(at: now)
            } else if !report.state.hasEnded, ticket.sequence >= server.settled[key]?.sequence ?? 0 {
                server.settled[key] = nil
                server.operations[key] = opened(report, key: key, at: location, server: server, now: now)
                server.noteForeign(key, at: now)
            }
        }
        return ended
    }

    /// Weighs that the list says nothing of work that was open; answers what has ended by it.
    private static func weighOthers(
        _ listing: BackupListing,
        at location: LocationRef,
        ticket: LoadTicket,
        isForPlan: Bool,
        server: inout ServerState,
        now: Date
    ) -> [OperationKey] {
        // That something is missing must not clear the way for the very plan that looked.
        let provesAbsence = !isForPlan && listing.withheld == 0 && !listing.hasMore && listing.unreadable == 0
        let reported = Set(listing.operations.map { OperationKey(backup: $0.backup, kind: $0.kind) })
        var ended: [OperationKey] = []
        let awaited = server.awaitedWork
        for (key, operation) in server.operations where operation.isOpen && !reported.contains(key) {
            var operation = operation
            if awaited.contains(key) {
                // No list ends it, but one that shows it at work is evidence for later.
                let isAtWork = key.kind == .restore
                    && server.locations[location.world]?[key.backup]?.state == .restoring
                if isAtWork, ticket.sequence >= operation.openedSequence { operation.hearOfWork(at: now) }
                server.operations[key] = operation
                continue
            }
            weighUnreported(
                &operation, at: location, ticket: ticket, isForPlan: isForPlan, provesAbsence: provesAbsence,
                server: server, now: now
            )
            if !operation.isOpen { ended.append(key) }
            server.operations[key] = operation
        }
        return ended
    }

    private static func opened(
        _ report: OperationReport,
        key: OperationKey,
        at location: LocationRef,
        server: ServerState,
        now: Date
    ) -> BackupOperation {
        var operation = BackupOperation(
            key: key,
            location: location,
            phase: report.phase,
            state: report.state,
            at: now,
            since: report.kind == .create
                ? server.backup(report.backup)?.createdAt?.addingTimeInterval(-server.clockOffset) : nil,
            sequence: server.sequence
        )
        _ = operation.apply(report, at: now, sequence: server.sequence)
        return operation
    }

    private static func weighOpen(
        _ operation: inout BackupOperation,
        _ report: OperationReport,
        ticket: LoadTicket,
        sequence: Int,
        now: Date
    ) {
        operation.timesMissing = 0
        // A list that was asked for before the work began tells of an earlier run.
        guard ticket.sequence >= operation.openedSequence else { return }
        guard let end = OperationEnd(report) else {
            _ = operation.apply(report, at: now, sequence: sequence)
            return
        }
        let wasOpen = operation.isOpen
        weighEnd(&operation, end, sequence: sequence, now: now)
        if wasOpen, !operation.isOpen { operation.failure = report.failure }
    }

    /// An end in a newer list counts, unless it only repeats what was so before the request.
    private static func weighEnd(_ operation: inout BackupOperation, _ end: OperationEnd, sequence: Int, now: Date) {
        guard operation.repeatsStaleEvidence(end) else {
            operation.end(as: end.state, at: now, sequence: sequence)
            return
        }
        operation.timesStale += 1
        // Work that is heard of goes on, however far its history lags behind.
        let isHeard = operation.wasSeenActive && now.timeIntervalSince(operation.heardAt) < traceLimit
        if operation.timesStale >= staleLimit, !isHeard {
            operation.end(as: .unknown, at: now, sequence: sequence)
        }
    }

    /// The list names no work for this backup: its own state, or its absence, is the evidence.
    private static func weighUnreported(
        _ operation: inout BackupOperation,
        at location: LocationRef,
        ticket: LoadTicket,
        isForPlan: Bool,
        provesAbsence: Bool,
        server: ServerState,
        now: Date
    ) {
        guard ticket.sequence >= operation.openedSequence else { return }
        if let backup = server.locations[location.world]?[operation.key.backup] {
            operation.location = location
            operation.timesMissing = 0
            if operation.key.kind == .restore, !isForPlan {
                weighRestore(&operation, of: backup, server: server, now: now)
            }
            if operation.key.kind == .create, let end = backup.state.endOfCreate {
                weighEnd(&operation, OperationEnd(state: end), sequence: server.sequence, now: now)
            }
            if operation.key.kind == .delete, now.timeIntervalSince(operation.startedAt) >= deleteLimit {
                operation.end(as: .unknown, at: now, sequence: server.sequence)
            }
        } else if !isForPlan, operation.location == nil || operation.location == location {
            operation.timesMissing += 1
            if operation.key.kind == .delete {
                // A list that is not whole may lack it for another reason.
                let isOverdue = now.timeIntervalSince(operation.startedAt) >= deleteLimit
                guard provesAbsence || isOverdue else { return }
                operation.end(as: provesAbsence ? .done : .unknown, at: now, sequence: server.sequence)
                return
            }
            let lists = operation.location == nil ? max(1, server.locations.count) : 1
            guard operation.timesMissing >= missingLimit * lists else { return }
            operation.end(as: .unknown, at: now, sequence: server.sequence)
        }
    }

    /// What the backup's own state tells of a restore, by what the service lets it tell.
    private static func weighRestore(
        _ operation: inout BackupOperation,
        of backup: Backup,
        server: ServerState,
        now: Date
    ) {
        switch server.capabilities.restore.evidence {
        case .nothing:
            // Its plan counts the readings of the server; work that was seen and is not seen any more has ended
            // somehow.
            guard operation.wasSeenActive else { return }
        case .list:
            // The row is the evidence: it was seen at work, or the request was answered when it was done.
            if operation.isAnswered || operation.wasSeenActive || backup.state == .failed,
               let end = backup.state.endOfCreate {
                operation.end(as: end, at: now, sequence: server.sequence)
                return
            }
        case .activity, .eventsAndList, .history: break
        }
        weighTrace(&operation, of: backup, sequence: server.sequence, now: now)
    }

    /// A list that would tell of a restore shows the backup at rest.
    private static func weighTrace(_ operation: inout BackupOperation, of backup: Backup, sequence: Int, now: Date) {
        guard backup.state != .restoring else {
            operation.timesStale = 0
            operation.wasSeenActive = true
            operation.heardAt = now
            return
        }
        operation.timesStale += 1
        guard operation.timesStale >= staleLimit, now.timeIntervalSince(operation.heardAt) >= traceLimit else { return }
        operation.end(as: .unknown, at: now, sequence: sequence)
    }

    private static func dropLingered(at location: LocationRef, ticket: LoadTicket, server: inout ServerState) {
        // What was heard of work whose request has not been answered yet is the answer's evidence.
        let awaited = server.awaitedWork
        for (key, operation) in server.operations where !awaited.contains(key) {
            guard operation.hasLingered, operation.location == nil || operation.location == location,
                  ticket.sequence >= operation.endedSequence ?? .max else { continue }
            server.operations[key] = nil
            server.settled[key] = ServerState.Settled(sequence: server.sequence)
        }
        // A session that runs for months must not remember every backup there ever was.
        guard server.settled.count > settledLimit else { return }
        let known = server
        server.settled = server.settled.filter { known.backup($0.key.backup) != nil }
    }

    /// An ended operation was visible long enough: list again, and drop it with that list.
    static func lingered(_ ref: ServerRef, _ key: OperationKey, state: inout AppState) -> [Effect] {
        guard let operation = state.fleet.servers[ref]?.operations[key], !operation.isOpen else { return [] }
        // A plan may still wait for more than its end.
        if let run = state.runs[ref], run.isActive, run.operation == key {
            return [.timer(.linger(ref, key), after: lingerTime)]
        }
        state.fleet.servers[ref]?.operations[key]?.hasLingered = true
        // The drop must rest on a list asked for after the end, so the count moves on.
        state.fleet.servers[ref]?.sequence += 1
        if let location = operation.location {
            return load(location, state: &state)
        }
        return loadAllLocations(of: ref, state: &state)
    }

    /// Opens work that was asked for here and that the service accepted, or may have accepted.
    /// - Parameter sent: what was known when the request left; nil when it was answered before.
    static func openOwn(
        _ key: OperationKey,
        title: String,
        at location: LocationRef,
        since sent: SentRequest?,
        isAnswered: Bool = false,
        hasNoAnswer: Bool = false,
        state: inout AppState
    ) {
        guard var server = state.fleet.servers[location.server] else { return }
        if let heard = server.operations[key] {
            // Events and lists that came while the answer was on its way know more than the answer.
            guard let sent, heard.openedSequence < sent.sequence, !(heard.isOpen && heard.wasSeenActive) else {
                if heard.title == nil { state.fleet.servers[location.server]?.operations[key]?.title = title }
                state.fleet.servers[location.server]?.operations[key]?.isAnswered = isAnswered
                state.fleet.servers[location.server]?.operations[key]?.hasNoAnswer = hasNoAnswer
                return
            }
        }
        server.sequence += 1
        var operation = BackupOperation(
            key: key,
            title: title,
            location: location,
            phase: .queued,
            state: .queued,
            at: state.now,
            sequence: server.sequence
        )
        operation.staleEvidence = sent?.staleEvidence
        operation.isAnswered = isAnswered
        operation.hasNoAnswer = hasNoAnswer
        server.operations[key] = operation
        server.settled[key] = nil
        state.fleet.servers[location.server] = server
    }
}

extension Result where Success == BackupListing, Failure == ProviderError {
    /// Why there is no list.
    fileprivate var failure: ProviderError? {
        if case let .failure(error) = self { error } else { nil }
    }
}
