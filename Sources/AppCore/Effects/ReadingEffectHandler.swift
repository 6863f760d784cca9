public import BackupKit
import FoundationEssentials

/// Carries out everything that only reads, keeps what was read, and sets timers. It holds readers and nothing else: a
/// session over it cannot change a server, whatever its reducer asks for.
public struct ReadingEffectHandler: EffectHandler {
    private let readers: [Context.ID: any BackupProvider]
    private let snapshots: (any SnapshotStore)?
    private let acknowledgements: (any AcknowledgementStore)?
    private let clock: any Clock<Duration>

    /// A handler over these readers; `clock` runs the timers. Without a store nothing is kept or acknowledged.
    public init(
        readers: [Context.ID: any BackupProvider],
        snapshots: (any SnapshotStore)? = nil,
        acknowledgements: (any AcknowledgementStore)? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.readers = readers
        self.snapshots = snapshots
        self.acknowledgements = acknowledgements
        self.clock = clock
    }

    /// Starts an effect; what would change something ends at once without an answer.
    public func actions(for effect: Effect) -> AsyncStream<AppAction> {
        if case let .subscribe(ref) = effect { return events(of: ref) }
        return AsyncStream { continuation in
            let task = Task {
                if let action = await perform(effect) { continuation.yield(action) }
                continuation.finish()
            }
            continuation.onTermination = { reason in
                if case .cancelled = reason, effect.policy != .neverCancelled { task.cancel() }
            }
        }
    }

    func perform(_ effect: Effect) async -> AppAction? {
        switch effect {
        case let .loadServers(context):
            await .serversLoaded(context, answer(from: context) { provider throws(ProviderError) in
                try await provider.servers()
            })
        case let .loadServer(ref):
            await .serverLoaded(ref, answer(from: ref.context) { provider throws(ProviderError) in
                try await provider.server(ref.server)
            })
        case let .loadAllBackups(context):
            await .allBackupsLoaded(context, answer(from: context) { provider throws(ProviderError) in
                try await provider.allBackups()
            })
        case let .loadBackups(location, ticket):
            await .backupsLoaded(
                location,
                ticket,
                ReadPurpose.$current.withValue(ticket.purpose) {
                    await answer(from: location.server.context) { provider throws(ProviderError) in
                        try await provider.backups(at: location.location)
                    }
                }
            )
        case let .timer(timer, delay):
            await fire(timer, after: delay)
        case .loadSnapshot, .saveSnapshot, .loadAcknowledgements, .acknowledge, .withdrawAcknowledgement:
            await keep(effect)
        default:
            nil
        }
    }

    func answer<Value: Sendable>(
        from context: Context.ID,
        _ request: (any BackupProvider) async throws(ProviderError) -> Value
    ) async -> Result<Value, ProviderError> {
        guard let provider = readers[context] else {
            return .failure(ProviderError(.unsupported, "Context \(context) has no provider: check the configuration"))
        }
        do {
            return try await .success(request(provider))
        } catch {
            return .failure(error)
        }
    }

    func events(of ref: ServerRef) -> AsyncStream<AppAction> {
        guard let provider = readers[ref.context] else { return AsyncStream { $0.finish() } }
        return AsyncStream { continuation in
            let task = Task {
                for await event in provider.events(of: ref.server) {
                    continuation.yield(.provider(ref, event))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func fire(_ timer: TimerID, after delay: Duration) async -> AppAction? {
        do {
            try await clock.sleep(for: delay)
            return .timerFired(timer)
        } catch {
            return nil
        }
    }
}

// MARK: What is kept on this machine

extension ReadingEffectHandler {
    private func keep(_ effect: Effect) async -> AppAction? {
        switch effect {
        case let .loadSnapshot(context, origin): await snapshot(of: context, origin: origin)
        case let .saveSnapshot(snapshot): await save(snapshot)
        case let .loadAcknowledgements(change): await loadAcknowledgements(change)
        case let .acknowledge(alarms):
            await change { store throws(AcknowledgementError) in try await store.add(alarms) }
        case let .withdrawAcknowledgement(alarm):
            await change { store throws(AcknowledgementError) in
                let subject = alarm.subject
                try await store.remove(
                    kind: alarm.kind.rawValue, context: subject.context, server: subject.server?.server
                )
            }
        default: nil
        }
    }

    private func snapshot(of context: Context.ID, origin: String) async -> AppAction? {
        guard let snapshots else { return nil }
        do {
            return try await .snapshotLoaded(context, .success(snapshots.load(context, origin: origin)))
        } catch {
            return .snapshotLoaded(context, .failure(error))
        }
    }

    private func save(_ snapshot: ContextSnapshot) async -> AppAction? {
        guard let snapshots else { return nil }
        do {
            try await snapshots.save(snapshot)
            return .snapshotSaved(snapshot.context, problem: nil)
        } catch {
            return .snapshotSaved(snapshot.context, problem: error)
        }
    }

    private func loadAcknowledgements(_ change: Int) async -> AppAction? {
        guard let acknowledgements else { return nil }
        do {
            return try await .acknowledgementsLoaded(.success(acknowledgements.acknowledged()), change: change)
        } catch {
            return .acknowledgementsLoaded(.failure(error), change: change)
        }
    }

    private func change(
        _ change: (any AcknowledgementStore) async throws(AcknowledgementError) -> Void
    ) async -> AppAction? {
        guard let acknowledgements else {
            return .acknowledgementSaved(problem: AcknowledgementError(
                "Nothing was acknowledged: set ack-file in the configuration"
            ))
        }
        do {
            try await change(acknowledgements)
            return .acknowledgementSaved(problem: nil)
        } catch {
            return .acknowledgementSaved(problem: error)
        }
    }
}
