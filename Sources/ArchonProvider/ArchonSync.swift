import BackupKit
import ProviderSupport
import ServiceClient

/// Follows one server's lifecycle stream for as long as its task lives, or until the service turns out to have none
/// (wire sheet archon, section 4.5).
struct ArchonSync: Sendable {
    let server: Server.ID
    let endpoints: ArchonEndpoints
    let dialect: ArchonDialect
    let failure: ServiceFailure
    let transport: any HTTPStreamTransport
    let clock: any Clock<Duration>
    let random: @Sendable () -> Double

    /// Comments come every few seconds while nothing happens.
    private static let longestSilence = Duration.seconds(90)

    /// What is kept from one connection to the next.
    private struct Memory {
        var lastID: String?
        var pace = ArchonSyncPace()
    }

    /// Tells what happens, and reconnects; returns when the task is cancelled or there is no such stream.
    func run(_ tell: @Sendable (ProviderEvent) -> Void) async {
        var memory = Memory()
        while !Task.isCancelled {
            guard let end = await follow(&memory, tell) else { return }
            let wait = memory.pace.wait(after: end, random: random())
            // Cancelled means that nobody listens any more, which ends the loop.
            if wait > .zero { try? await clock.sleep(for: wait) }
        }
    }

    /// One connection; nil where the service has no such stream.
    private func follow(
        _ memory: inout Memory,
        _ tell: (ProviderEvent) -> Void
    ) async -> ArchonSyncPace.End? {
        let response: HTTPStreamResponse
        do {
            response = try await transport.open(request(after: memory.lastID))
        } catch {
            return .failed(retryAfter: nil)
        }
        guard response.status == 200, Self.isEventStream(response.headers) else {
            await response.body.close()
            return refusal(response)
        }
        // Without a last id the service repeats nothing: what happened before is only in the lists.
        if memory.lastID == nil { tell(.backupsChanged) }
        let end = await read(response.body, &memory, tell)
        await response.body.close()
        return end
    }

    private func read(
        _ body: any HTTPBodyReader,
        _ memory: inout Memory,
        _ tell: (ProviderEvent) -> Void
    ) async -> ArchonSyncPace.End {
        var parser = SSEParser()
        do {
            while let bytes = try await body.next() {
                for record in parser.take(bytes) {
                    if let retry = record.retry { memory.pace.setBase(retry) }
                    if let id = record.id { memory.lastID = id.isEmpty ? nil : id }
                    switch ArchonSyncNews(record) {
                    case let .event(event):
                        memory.pace.heard()
                        tell(event)
                    case .reset:
                        memory.lastID = nil
                        tell(.backupsChanged)
                        tell(.serverChanged)
                        return .reset
                    case .nothing:
                        break
                    }
                }
            }
            return .closed
        } catch {
            return .failed(retryAfter: nil)
        }
    }

    private func request(after lastID: String?) -> HTTPStreamRequest {
        var request = endpoints.sync(server)
        dialect.prepare(&request)
        request.headers["Accept"] = "text/event-stream"
        if let lastID { request.headers["Last-Event-Id"] = lastID }
        return HTTPStreamRequest(
            url: RemoteURL(request), headers: request.headers, idleTimeout: Self.longestSilence
        )
    }

    private func refusal(_ response: HTTPStreamResponse) -> ArchonSyncPace.End? {
        switch response.status {
        case 404, 405, 501: return nil
        case let status:
            let error = failure.status(HTTPResponse(status: status, headers: response.headers))
            return .failed(retryAfter: error.retryAfter)
        }
    }

    private static func isEventStream(_ headers: HTTPHeaders) -> Bool {
        headers["Content-Type"].map { $0.lowercased().contains("event-stream") } ?? true
    }
}
