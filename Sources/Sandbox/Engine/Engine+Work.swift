import FoundationEssentials

/// The end of work that somebody wanted to fail.
struct OrderedFailure: Error, CustomStringConvertible {
    let description: String
    /// `failed` or `timedOut`.
    var state = BackupWork.State.failed
}

/// The end of work whose prerequisite did not complete.
private struct MissingPrerequisite: Error, CustomStringConvertible {
    let description = "the safety backup did not complete"
}

extension Engine {
    /// Work kept for the true state after its end.
    private static let keptWork = 1000

    /// All work of a server, ended work included, in the order it was asked for.
    func allWork(on server: GameServer.ID) -> [BackupWork] {
        (workOfServer[server] ?? []).compactMap { work[$0] }
    }

    /// All open work of a server.
    func openWork(on server: GameServer.ID) -> [BackupWork] {
        allWork(on: server).filter(\.isOpen)
    }

    func hasOpenWork(on server: GameServer.ID) -> Bool {
        !(queues[server] ?? []).isEmpty || running.keys.contains { work[$0]?.server == server }
    }

    func isQueued(_ kind: BackupWork.Kind, _ backup: StoredBackup.ID) -> Bool {
        work.values.contains { $0.backup == backup && $0.kind == kind && $0.state == .queued }
    }

    /// Queues work behind whatever the server does already; gives its id.
    @discardableResult
    func enqueue(
        _ kind: BackupWork.Kind,
        _ backup: StoredBackup,
        on server: GameServer.ID,
        _ terms: BackupWork.Terms = .init()
    ) -> Int {
        let number = nextNumbers[kind, default: 1]
        nextNumbers[kind] = number + 1
        let item = BackupWork(
            id: nextWork,
            number: number,
            kind: kind,
            server: server,
            world: backup.world,
            backup: backup.id,
            terms: terms,
            requestedAt: clock.now,
            state: .queued
        )
        nextWork += 1
        work[item.id] = item
        workOfServer[server, default: []].append(item.id)
        forget(item.id - Self.keptWork)
        queues[server, default: []].append(item.id)
        fleet[server]?.shelf.update(backup.id) { row in
            switch kind {
            case .create:
                row.state = .pending
                row.isTimedOut = false
                row.creation = nil
            case .restore:
                row.state = .restoring
                row.restoration = nil
            }
        }
        lifecycle.append(.work(item, .queued), of: server)
        runNext(on: server)
        return item.id
    }

    private func forget(_ old: Int) {
        guard let item = work[old], !item.isOpen else { return }
        work[old] = nil
        workOfServer[item.server]?.removeAll { $0 == old }
    }

    /// Ends the open create of a backup, and waits until nothing of it runs any more.
    func cancelWork(on backup: StoredBackup.ID) async {
        for item in work.values where item.backup == backup && item.isOpen {
            await cancel(item)
        }
    }

    /// Ends open work, and waits until nothing of it runs any more.
    func cancel(_ item: BackupWork) async {
        queues[item.server]?.removeAll { $0 == item.id }
        end(item, as: .cancelled)
        if let task = running[item.id] {
            task.cancel()
            await task.value
        }
    }

    /// Makes running or queued work of a backup fail; false where there is none.
    func failWork(on backup: StoredBackup.ID, _ failure: OrderedFailure) async -> Bool {
        guard let item = work.values.first(where: { $0.backup == backup && $0.isOpen }) else { return false }
        if let task = running[item.id] {
            orderedFailures[item.id] = failure
            task.cancel()
            await task.value
        } else {
            queues[item.server]?.removeAll { $0 == item.id }
            work[item.id]?.failure = failure.description
            end(item, as: failure.state)
        }
        return true
    }

    private func runNext(on server: GameServer.ID) {
        let isBusy = policy.concurrency == .queued && running.keys.contains { work[$0]?.server == server }
        guard isServing, !isBusy, let next = queues[server]?.first, let item = work[next] else { return }
        queues[server]?.removeFirst()
        running[next] = Task { await self.perform(item) }
    }

    private func perform(_ item: BackupWork) async {
        var facts: ArchiveFacts?
        var outcome = BackupWork.State.completed
        do {
            try checkPrerequisite(of: item)
            begin(item)
            guard let world = fleet[item.server]?.world(item.world) else { throw EngineError.noWorld(item.world.text) }
            try place(world)
            switch item.kind {
            case .create:
                facts = try await create(item, of: world)
            case .restore:
                try await restore(item, to: world)
            }
            // Ordered when the last byte had gone already.
            if let failure = orderedFailures[item.id] {
                throw failure
            }
        } catch {
            outcome = orderedFailures[item.id]?.state ?? .failed
            work[item.id]?.failure = orderedFailures[item.id]?.description ?? "\(error)"
        }
        if outcome != .completed, item.kind == .create {
            folder.discard(item.backup)
        }
        orderedFailures[item.id] = nil
        if work[item.id]?.isOpen == true {
            end(item, as: outcome, facts: facts)
        }
        running[item.id] = nil
        runNext(on: item.server)
    }

    private func create(_ item: BackupWork, of world: World) async throws -> ArchiveFacts {
        let ignored = fleet[item.server]?.shelf[item.backup]?.ignored ?? []
        let facts = try await runner.create(
            item.backup,
            of: world,
            ignoring: IgnorePatterns(ignored, or: policy.ignoreFile, in: world.folder),
            slowness: item.terms.slowness
        ) { [weak self] fraction in
            await self?.report(item, fraction)
        }
        guard fleet[item.server]?.condition != .storageFull else { throw EngineError.storageFull }
        return facts
    }

    private func restore(_ item: BackupWork, to world: World) async throws {
        let files = item.terms.files ?? policy.restore.files
        if files == .wipe {
            // As deployed services do it: before the game has stopped.
            try runner.empty(world)
        }
        try await readyForRestore(item.server)
        try await runner.restore(item.backup, to: world, files) { [weak self] fraction in
            await self?.report(item, fraction)
        } file: { [weak self] path in
            await self?.tell(.restoring(path), of: item.server)
        }
    }

    private func tell(_ event: ServiceEvent, of server: GameServer.ID) {
        hub.emit(event, of: server)
    }

    /// A restore must not touch anything before its safety backup is there.
    private func checkPrerequisite(of item: BackupWork) throws(MissingPrerequisite) {
        guard let prerequisite = item.terms.prerequisite else { return }
        guard work[prerequisite]?.state == .completed else { throw MissingPrerequisite() }
    }

    private func begin(_ item: BackupWork) {
        work[item.id]?.state = .running
        work[item.id]?.startedAt = clock.now
        report(item, 0)
        lifecycle.append(.work(item, .begun), of: item.server)
    }

    private func report(_ item: BackupWork, _ fraction: Double) {
        guard work[item.id]?.state == .running else { return }
        if let breakdown = item.terms.breakdown, fraction >= breakdown.fraction {
            orderedFailures[item.id] = OrderedFailure(description: breakdown.reason)
            running[item.id]?.cancel()
            return
        }
        apply(item, TaskReport(fraction: fraction, state: .ongoing)) { row in
            row.state = item.kind == .create ? .running : .restoring
        }
        hub.emit(.progress(item.backup, .file, TaskReport(fraction: fraction, state: .ongoing)), of: item.server)
    }

    private func end(_ item: BackupWork, as state: BackupWork.State, facts: ArchiveFacts? = nil) {
        let endedAt = clock.now
        work[item.id]?.state = state
        work[item.id]?.endedAt = endedAt
        let last = fraction(of: item)
        let report = switch state {
        case .completed: TaskReport(fraction: 1, state: .done)
        case .failed, .timedOut: TaskReport(fraction: last, state: .failed)
        case .queued, .running, .cancelled: TaskReport(fraction: last, state: .cancelled)
        }
        if let facts, let server = fleet[item.server], let backup = server.shelf[item.backup] {
            do {
                try folder.writeFacts(facts, of: backup, server: server)
            } catch {
                work[item.id]?.failure = "\(error)"
            }
        }
        settle(item, as: state)
        apply(item, report) { row in
            switch item.kind {
            case .create:
                row.state = state == .completed ? .completed : .failed
                row.isTimedOut = state == .timedOut
                row.completedAt = state == .completed || policy.failedRowsEnd ? endedAt : nil
                row.isLocked = row.isLocked && (state == .completed || !policy.failedRowsEnd)
                row.archive = facts
            case .restore:
                row.state = state == .failed || state == .timedOut ? policy.restore.stateAfterFailure : .completed
            }
        }
        lifecycle.append(.work(item, .ended(state)), of: item.server)
        settleOutcome(of: item.id)
    }

    private func fraction(of item: BackupWork) -> Double {
        guard let row = fleet[item.server]?.shelf[item.backup] else { return 0 }
        let report = item.kind == .create ? row.creation : row.restoration
        return report?.state == .ongoing ? report?.fraction ?? 0 : 0
    }

    /// Commits a report to the row, then tells of it.
    private func apply(_ item: BackupWork, _ report: TaskReport, _ change: (inout StoredBackup) -> Void) {
        fleet[item.server]?.shelf.update(item.backup) { row in
            switch item.kind {
            case .create: row.creation = report
            case .restore: row.restoration = report
            }
            change(&row)
            row.changedAt = clock.now
        }
        let task: BackupTask = item.kind == .create ? .create : .restore
        hub.emit(.progress(item.backup, task, report), of: item.server)
    }
}
