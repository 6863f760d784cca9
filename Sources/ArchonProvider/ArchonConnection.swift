import BackupKit
import ProviderSupport

/// Sends an account's requests and reads their answers. Knows whether it may write only by the transport it was given.
struct ArchonConnection: Sendable {
    let endpoints: ArchonEndpoints
    private let token: Secret
    private let transport: any HTTPTransport

    init(_ settings: ArchonSettings, transport: any HTTPTransport) {
        endpoints = ArchonEndpoints(base: settings.base, api: settings.api)
        token = settings.token
        self.transport = transport
    }

    /// Sends a request whose answer holds a value.
    func value<Value: Decodable>(
        _ type: Value.Type,
        from request: HTTPRequest,
        for act: ArchonAct
    ) async throws(ProviderError) -> Value {
        let response = try await send(request, for: act)
        do {
            return try ArchonJSON.decode(type, from: response.body)
        } catch {
            throw failure(of: act).unreadable(response)
        }
    }

    /// Sends a request whose answer holds nothing: any success will do, but a web page is none (a captive portal).
    func perform(_ request: HTTPRequest, for act: ArchonAct) async throws(ProviderError) {
        let response = try await send(request, for: act)
        if ArchonFailure.isHTML(response) { throw failure(of: act).unreadable(response) }
    }

    /// Translates errors of an act.
    func failure(of act: ArchonAct) -> ArchonFailure {
        ArchonFailure(act: act, token: token)
    }

    private func send(_ request: HTTPRequest, for act: ArchonAct) async throws(ProviderError) -> HTTPResponse {
        var request = request
        request.headers["Authorization"] = "Bearer \(token.reveal())"
        request.headers["Accept"] = "application/json"
        // The official client says so on every request, those without a body included (sheet 1.2).
        request.headers["Content-Type"] = "application/json"
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw failure(of: act).transport(error)
        }
        guard response.isSuccess else { throw failure(of: act).status(response) }
        return response
    }
}
