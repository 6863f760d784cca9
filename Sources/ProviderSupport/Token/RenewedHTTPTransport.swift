/// Sends requests with the token in force. One that is refused makes the token's source be asked; a reading is then
/// sent once more, anything else is not.
public struct RenewedHTTPTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let renewal: TokenRenewal

    /// Wraps a transport; all transports of an account share one renewal.
    public init(_ base: any HTTPTransport, renewal: TokenRenewal) {
        self.base = base
        self.renewal = renewal
    }

    /// Sends a request of the account's; one that proves itself in another way goes as it is.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard TokenRenewal.bears(renewal.first, request.headers) else { return try await base.send(request) }
        var token = await renewal.token
        var response = try await base.send(prepared(request))
        if response.status == 401, let new = await renewal.replacement(for: token), request.method.isSafe {
            token = new
            response = try await base.send(prepared(request))
        }
        return token == renewal.first ? response : response.without(token)
    }

    private func prepared(_ request: HTTPRequest) async -> HTTPRequest {
        var request = request
        request.headers = await renewal.inForce(request.headers)
        return request
    }
}

extension HTTPResponse {
    /// A refusal in which the token does not stand. Who reads it knows only the first token to keep out of errors.
    fileprivate func without(_ token: Secret) -> HTTPResponse {
        guard !isSuccess, let text = String(validating: body, as: UTF8.self) else { return self }
        var response = self
        response.body = Array(token.redacted(in: text).utf8)
        return response
    }
}
