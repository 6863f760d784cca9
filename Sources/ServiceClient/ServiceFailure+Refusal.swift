public import BackupKit
public import ProviderSupport

/// What is refused here, before or after a request, with the same words for every service.
extension ServiceFailure {
    /// Throws where what an act is about has no id: a path without it would mean something else, or everything.
    public func requireIDs(of server: Server.ID, _ backup: Backup.ID? = nil) throws(ProviderError) {
        if server.rawValue.isEmpty { throw unresolved("no server is named") }
        if backup?.rawValue.isEmpty == true { throw unresolved("no backup is named") }
    }

    /// What an act is about is not known well enough to send anything.
    public func unresolved(_ problem: String) -> ProviderError {
        make(.conflict, problem, "nothing was sent: refresh the server and try again")
    }

    /// The service has no request for the act: its capabilities say why.
    public func unsupported(_ action: BackupAction, in capabilities: ProviderCapabilities) -> ProviderError {
        make(.unsupported, capabilities.reason(against: action) ?? "it is not possible", "nothing was sent")
    }

    /// The backup is not in the list that was read to find it.
    public func notListed() -> ProviderError {
        make(.notFound, "it is not in the list", "refresh: it may have been deleted")
    }

    /// The answer is about another server or backup than was asked for.
    public func answeredAnother(_ thing: String) -> ProviderError {
        make(.invalidResponse, "the service answered with another \(thing)", "refresh before going on")
    }

    /// The beginning of a refusal that is no JSON.
    public static func plainText(of response: HTTPResponse) -> String? {
        let isJSON = response.headers["Content-Type"]?.lowercased().contains("json") == true
        return isJSON ? nil : String(decoding: response.body.prefix(4096), as: UTF8.self)
    }
}
