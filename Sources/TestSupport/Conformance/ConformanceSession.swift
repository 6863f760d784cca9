import BackupKit
import ProviderSupport
import ServiceClient

/// A provider of a subject over transports that a promise plays.
struct ConformanceSession {
    let subject: ConformanceSubject
    let transport: ConformanceTransport
    let sockets: StubWebSocketTransport
    let provider: any ServiceProvider
    let reader: any BackupProvider

    init(
        _ subject: ConformanceSubject,
        clock: ManualClock = ManualClock(),
        _ answer: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?
    ) {
        self.subject = subject
        transport = ConformanceTransport(answer)
        sockets = StubWebSocketTransport()
        provider = subject.make(ServiceTransports(
            reading: ReadOnlyHTTPTransport(transport),
            writing: transport,
            streaming: NoStreams(),
            webSocket: sockets,
            clock: clock,
            random: { 1 }
        ))
        reader = provider.reader()
    }

    /// Everything is answered in the same way.
    init(_ subject: ConformanceSubject, always answer: StubTransport.Answer) {
        self.init(subject) { _ in answer }
    }

    var writer: (any MutableBackupProvider)? {
        provider.writer(with: Secret(subject.secrets.first ?? ""))
    }

    /// What comes of listing the backups.
    func list() async -> Result<BackupListing, ProviderError> {
        do {
            return try await .success(reader.backups(at: subject.location))
        } catch {
            return .failure(error)
        }
    }

    /// What comes of every kind of reading.
    func readAll() async -> [ProviderError] {
        var errors: [ProviderError] = []
        do { _ = try await reader.servers() } catch { errors.append(error) }
        do { _ = try await reader.server(subject.location.server) } catch { errors.append(error) }
        do { _ = try await reader.backups(at: subject.location) } catch { errors.append(error) }
        do { _ = try await reader.backup(subject.backup, at: subject.location) } catch { errors.append(error) }
        do { _ = try await reader.allBackups() } catch { errors.append(error) }
        return errors
    }
}

/// No archive and no stream of events can be opened.
struct NoStreams: HTTPStreamTransport {
    func open(_: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        throw .connectTimedOut
    }
}
