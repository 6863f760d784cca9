public import BackupKit
public import ProviderSupport

extension ServiceFailure {
    /// Gateways and failed handlers: the work behind them may have begun.
    private static let ambiguousStatuses: Set<Int> = [500, 502, 504, 520, 522, 523, 524, 525, 526, 527]

    /// The error for an answer that is no success: the service's own reading of it, else by the status alone. The
    /// service's text is shown.
    public func status(_ response: HTTPResponse) -> ProviderError {
        dialect.error(for: response, in: self) ?? general(response)
    }

    private func general(_ response: HTTPResponse) -> ProviderError {
        let status = response.status
        let said = "(\(status))\(detail(of: response))"
        switch status {
        case 300 ..< 400:
            return make(.invalidResponse, "the address redirects elsewhere (\(status))", "correct the context's url")
        case 401:
            return make(.unauthorized, "the token was refused \(said)", "renew the context's token")
        case 403:
            return make(.forbidden, "the account lacks the permission \(said)", "ask the server's owner for it")
        case 404:
            return make(.notFound, "not found \(said)", "refresh: it may have been deleted, or the url is wrong")
        case 405, 410, 501:
            return make(
                .unsupported, "the service does not know this request \(said)", "check the context's api setting"
            )
        case 409, 423:
            return make(
                .conflict, "refused in the present state \(said)", "wait for running work to end and refresh"
            )
        case 408:
            return make(
                .timedOut, "the service gave up waiting \(said)", next(act.isMutation), isAmbiguous: act.isMutation
            )
        case 429:
            return tooMany(response, said)
        case 507:
            return make(.limitReached, "no room for another backup \(said)", "delete one first")
        case 400 ..< 500:
            return make(
                act.isMutation ? .conflict : .invalidResponse,
                "the service refused the request \(said)",
                "check what was asked and refresh"
            )
        default:
            return serviceFailed(response, said)
        }
    }

    private func tooMany(_ response: HTTPResponse, _ said: String) -> ProviderError {
        let wait = wait(in: response)
        let time = wait.map(Self.text) ?? "a little"
        return make(.rateLimited, "too many requests \(said)", "wait \(time) and try again", retryAfter: wait)
    }

    private func serviceFailed(_ response: HTTPResponse, _ said: String) -> ProviderError {
        let isAmbiguous = act.isMutation && Self.ambiguousStatuses.contains(response.status)
        let wait = wait(in: response)
        let isGatewayTimeout = [504, 522, 524].contains(response.status)
        return make(
            isGatewayTimeout ? .timedOut : response.status >= 500 ? .serverFailure : .invalidResponse,
            isGatewayTimeout ? "the service's gateway gave up waiting \(said)" : "the service failed \(said)",
            next(isAmbiguous),
            retryAfter: wait,
            isAmbiguous: isAmbiguous
        )
    }
}
