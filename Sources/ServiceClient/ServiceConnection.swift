public import BackupKit
public import FoundationEssentials
public import ProviderSupport

/// Sends an account's requests and reads their answers. Knows whether it may write only by the transport it was given.
public struct ServiceConnection: Sendable {
    private let dialect: any ServiceDialect
    private let secrets: [Secret]
    private let transport: any HTTPTransport

    /// A connection of an account; `secrets` never appear in an error.
    public init(_ dialect: any ServiceDialect, secrets: [Secret], transport: any HTTPTransport) {
        self.dialect = dialect
        self.secrets = secrets
        self.transport = transport
    }

    /// Sends a request whose answer holds a value.
    public func value<Value: Decodable>(
        _ type: Value.Type,
        from request: HTTPRequest,
        for act: ServiceAct
    ) async throws(ProviderError) -> Value {
        try await value(type, in: exchange(request, for: act), for: act)
    }

    /// The same, with the moment of the answer by the service's clock; nil where it does not tell.
    public func dated<Value: Decodable>(
        _ type: Value.Type,
        from request: HTTPRequest,
        for act: ServiceAct
    ) async throws(ProviderError) -> (value: Value, date: Date?) {
        let response = try await exchange(request, for: act)
        return try (value(type, in: response, for: act), HTTPDate.date(in: response.headers))
    }

    /// Reads the value that an answer holds; any answer that is no success is an error.
    public func value<Value: Decodable>(
        _ type: Value.Type,
        in response: HTTPResponse,
        for act: ServiceAct
    ) throws(ProviderError) -> Value {
        guard response.isSuccess else { throw failure(of: act).status(response) }
        do {
            return try ServiceJSON.decode(type, from: response.body)
        } catch {
            throw failure(of: act).unreadable(response)
        }
    }

    /// Sends a request whose answer holds nothing: any success will do, but a web page is none (a captive portal).
    public func perform(_ request: HTTPRequest, for act: ServiceAct) async throws(ProviderError) {
        let response = try await send(request, for: act)
        if ServiceFailure.isHTML(response) { throw failure(of: act).unreadable(response) }
    }

    /// Sends a request and answers its success, whatever it holds.
    public func send(_ request: HTTPRequest, for act: ServiceAct) async throws(ProviderError) -> HTTPResponse {
        let response = try await exchange(request, for: act)
        guard response.isSuccess else { throw failure(of: act).status(response) }
        return response
    }

    /// Sends a request and answers whatever the service said, refusals included.
    public func exchange(_ request: HTTPRequest, for act: ServiceAct) async throws(ProviderError) -> HTTPResponse {
        var request = request
        request.isUrgent = request.isUrgent || ReadPurpose.current == .act
        dialect.prepare(&request)
        do {
            return try await transport.send(request)
        } catch {
            throw failure(of: act).transport(error)
        }
    }

    /// Translates errors of an act.
    public func failure(of act: ServiceAct) -> ServiceFailure {
        ServiceFailure(act: act, dialect: dialect, secrets: secrets)
    }
}
