public import BackupKit
public import ProviderSupport

/// How one service wants its requests and words its refusals. Everything else about requests is the same everywhere.
public protocol ServiceDialect: Sendable {
    /// Adds the account's credentials and the headers that the service expects on every request.
    func prepare(_ request: inout HTTPRequest)

    /// What the service says itself in an answer that is no success: one text, untrusted; nil where there is none.
    /// Never called for a web page or an empty body.
    func words(in response: HTTPResponse) -> String?

    /// The service's own reading of an answer that is no success; nil leaves it to the general table.
    func error(for response: HTTPResponse, in failure: ServiceFailure) -> ProviderError?
}

extension ServiceDialect {
    /// The general table reads every answer.
    public func error(for _: HTTPResponse, in _: ServiceFailure) -> ProviderError? {
        nil
    }
}
