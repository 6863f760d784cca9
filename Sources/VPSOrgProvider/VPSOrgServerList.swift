import BackupKit
import ProviderSupport
import ServiceClient

/// The account's servers. The service has no documented request for one server, and the account's budget is small: a
/// list is kept for a few seconds, and who asks meanwhile shares it. What an act rests on is always read afresh.
actor VPSOrgServerList {
    /// Shorter than the shortest time between two polls.
    private static let keepFor: Duration = .seconds(12)

    /// A reading under way, and who waits for it.
    private struct Reading {
        let number: Int
        let task: Task<Result<[Server], ProviderError>, Never>
        var waiting: Int
    }

    private let read: @Sendable () async throws(ProviderError) -> [Server]
    private let stopwatch: Stopwatch
    private var kept: (servers: [Server], until: Duration)?
    private var reading: Reading?
    private var lastNumber = 0
    /// How often something was changed: what was asked before a change is not kept after it.
    private var changes = 0

    /// Nothing is read yet; `clock` tells how old a list is.
    init(clock: any Clock<Duration>, read: @escaping @Sendable () async throws(ProviderError) -> [Server]) {
        self.read = read
        stopwatch = Stopwatch(clock)
    }

    /// The servers, at most a few seconds old.
    func servers() async throws(ProviderError) -> [Server] {
        if ReadPurpose.current == .act {
            let before = changes
            let servers = try await read()
            if changes == before { keep(servers) }
            return servers
        }
        if let kept, stopwatch.elapsed < kept.until { return kept.servers }
        return try await sharedReading().get()
    }

    /// Forgets what was read: something was changed.
    func invalidate() {
        changes += 1
        kept = nil
        reading = nil
    }

    /// How many wait for the reading under way.
    var waiting: Int {
        reading?.waiting ?? 0
    }

    private func sharedReading() async -> Result<[Server], ProviderError> {
        var current = reading ?? begin()
        current.waiting += 1
        reading = current
        let (number, task) = (current.number, current.task)
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            Task { await self.leave(number) }
        }
        guard reading?.number == number else { return result }
        reading = nil
        if case let .success(servers) = result { keep(servers) }
        return result
    }

    private func begin() -> Reading {
        lastNumber += 1
        let read = read
        let task = Task { () -> Result<[Server], ProviderError> in
            do throws(ProviderError) {
                return try await .success(read())
            } catch {
                return .failure(error)
            }
        }
        return Reading(number: lastNumber, task: task, waiting: 0)
    }

    /// The reading ends when the last one that waits for it is gone.
    private func leave(_ number: Int) {
        guard reading?.number == number else { return }
        reading?.waiting -= 1
        guard let reading, reading.waiting == 0 else { return }
        reading.task.cancel()
        self.reading = nil
    }

    private func keep(_ servers: [Server]) {
        kept = (servers, stopwatch.elapsed + Self.keepFor)
    }
}
