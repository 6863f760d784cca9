public import BackupKit
public import ProviderSupport

extension ServiceFailure {
    /// The error for an answer that never came.
    public func transport(_ error: TransportError) -> ProviderError {
        switch error {
        case let .upgradeRefused(status, body, headers):
            refusedUpgrade(HTTPResponse(status: status, headers: headers, body: body))
        case .responseTimedOut:
            lost(.timedOut, "no answer within the time limit", error)
        case .connectionClosed:
            lost(.unreachable, "the connection ended before the answer", error)
        case let .protocolViolation(reason):
            lost(.invalidResponse, PlainText.line(reason, limit: 100), error)
        case let .responseTooLarge(limit):
            lost(.invalidResponse, "the answer is longer than \(limit >> 20) MB", error)
        case .cancelled:
            lost(.cancelled, "cancelled", error)
        case let .overBudget(wait):
            make(.rateLimited, "the account's requests are used up", "wait \(Self.text(wait))", retryAfter: wait)
        case .notReadOnly:
            make(.unsupported, "this session is read-only", "nothing was sent")
        default:
            notSent(error)
        }
    }

    /// Errors after which the service may have done the work.
    private func lost(_ code: ProviderError.Code, _ problem: String, _ error: TransportError) -> ProviderError {
        let isAmbiguous = act.isMutation && error.mayHaveBeenProcessed
        return make(code, problem, next(isAmbiguous), isAmbiguous: isAmbiguous)
    }

    /// Errors by which the service never saw the request.
    private func notSent(_ error: TransportError) -> ProviderError {
        switch error {
        case let .invalidAddress(reason):
            make(.unreachable, PlainText.line(reason, limit: 100), "check the context's url")
        case let .nameNotResolved(host):
            make(.unreachable, "\(host) has no address", "check the context's url and the network")
        case let .refused(host, port):
            make(.unreachable, "\(host) refuses connections on port \(port)", "check the context's url or try later")
        case let .tls(reason):
            make(
                .unreachable, PlainText.line(reason, limit: 100),
                "set ca-file for a private authority, or check the url"
            )
        case let .proxy(reason):
            make(.unreachable, PlainText.line(reason, limit: 100), "check the proxy settings")
        case .connectTimedOut:
            make(.timedOut, "no connection within the time limit", "check the network or try later")
        case let .unreachable(reason):
            make(.unreachable, PlainText.line(reason, limit: 100), "check the network")
        default:
            make(.unreachable, "the request could not be sent", "check the network")
        }
    }

    private func refusedUpgrade(_ response: HTTPResponse) -> ProviderError {
        // A success here is an answer that opened nothing.
        guard !response.isSuccess, response.status != 101 else {
            return make(.invalidResponse, "no live connection was opened (\(response.status))", "check the node")
        }
        return status(response)
    }
}
