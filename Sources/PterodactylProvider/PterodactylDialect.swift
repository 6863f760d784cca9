import BackupKit
import ProviderSupport
import ServiceClient

/// The panel's headers and refusals (wire sheet pterodactyl, sections 1.1, 1.4 and 1.5).
struct PterodactylDialect: ServiceDialect {
    let token: Secret
    /// What the panel calls the permission that the request needs; nil where none is known.
    var permission: String?
    /// The panel undoes everything when it cannot reach the node.
    var rollsBack = false

    /// No `Origin` and no cookie: with them the panel takes the request for a browser's and wants its other guards.
    func prepare(_ request: inout HTTPRequest) {
        request.headers["Authorization"] = "Bearer \(token.reveal())"
        // Without it errors come as redirects and pages.
        request.headers["Accept"] = "application/json"
        request.headers["Content-Type"] = "application/json"
    }

    /// What the panel says of each broken rule, with the field's name where it is about one.
    func words(in response: HTTPResponse) -> String? {
        let refusals = Self.refusals(in: response)
        guard !refusals.isEmpty else { return nil }
        return refusals.compactMap { refusal in
            refusal.detail.value.map { detail in
                refusal.meta.value?.sourceField.value.map { "\($0): \(detail)" } ?? detail
            }
        }.joined(separator: " ")
    }

    func error(for response: HTTPResponse, in failure: ServiceFailure) -> ProviderError? {
        let refusal = Self.refusals(in: response).first
        let said = "(\(response.status))\(failure.detail(of: response))"
        switch refusal?.code.value {
        case "TwoFactorAuthRequiredException":
            return failure.make(
                .forbidden, "the panel demands two-factor authentication of this account \(said)",
                "switch it on in the panel's account settings"
            )
        case "TooManyBackupsException":
            return failure.make(.limitReached, "no room for another backup \(said)", "delete one first")
        case "BackupLockedException", "BackupIsLockedException":
            return failure.make(.conflict, "the backup is locked \(said)", "unlock it first")
        case "TooManyRequestsHttpException" where response.status == 429:
            return throttled(response, said, failure)
        case "DaemonConnectionException":
            return nodeFailed(response, said, failure)
        default:
            return error(by: response, said, failure)
        }
    }

    private func error(by response: HTTPResponse, _ said: String, _ failure: ServiceFailure) -> ProviderError? {
        switch response.status {
        case 403:
            forbidden(said, failure)
        case 404:
            failure.make(
                .notFound, "not found, or not open to this account \(said)",
                "refresh: it may have been deleted, or the url is wrong"
            )
        case 405:
            failure.make(.unsupported, "the panel does not know this request \(said)", "check the context's url")
        case 409:
            failure.make(
                .conflict, "the server's state does not allow it \(said)", "wait until that has changed and refresh"
            )
        case 422:
            failure.make(.conflict, "the panel refused what was asked \(said)", "correct it and try again")
        case 503:
            unavailable(response, said, failure)
        default:
            nil
        }
    }

    private func forbidden(_ said: String, _ failure: ServiceFailure) -> ProviderError {
        if said.lowercased().contains("application api key") {
            return failure.make(
                .forbidden, "the token is an application key \(said)",
                "make a client key in the panel's account settings"
            )
        }
        if said.contains("IP address") {
            return failure.make(
                .forbidden, "the key may not be used from here \(said)", "allow this machine's address for the key"
            )
        }
        let name = permission.map { " \($0)" } ?? ""
        return failure.make(
            .forbidden, "the account lacks the permission\(name) \(said)", "ask the server's owner for it"
        )
    }

    /// The rule that limits how many backups are made; the account's own limit has another code (sheet 1.4).
    private func throttled(_ response: HTTPResponse, _ said: String, _ failure: ServiceFailure) -> ProviderError {
        let wait = failure.wait(in: response)
        let numbers = said.dropFirst("(429)".count).split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
        let rule = numbers.count == 2
            ? "the panel makes at most \(numbers[0]) backups in \(ServiceFailure.text(.seconds(numbers[1])))"
            : "the panel makes only a few backups in a while"
        return failure.make(
            .rateLimited, "\(rule) (429)", "wait \(wait.map(ServiceFailure.text) ?? "a little") and try again",
            retryAfter: wait
        )
    }

    /// The panel could not reach the node, or the node answered with that status.
    private func nodeFailed(_ response: HTTPResponse, _ said: String, _ failure: ServiceFailure) -> ProviderError {
        guard response.status >= 500 else {
            return failure.make(
                .conflict, "the server's node refused \(said)", "check the server in the panel and refresh"
            )
        }
        let isAmbiguous = failure.act.isMutation && !rollsBack
        let undone = failure.act.isMutation && rollsBack ? "nothing was made: " : ""
        return failure.make(
            response.status == 504 ? .timedOut : .serverFailure,
            "the panel's connection to the server's node failed \(said)",
            undone + failure.next(isAmbiguous),
            isAmbiguous: isAmbiguous
        )
    }

    private func unavailable(
        _ response: HTTPResponse,
        _ said: String,
        _ failure: ServiceFailure
    ) -> ProviderError {
        let wait = failure.wait(in: response)
        return failure.make(
            .serverFailure, "the panel is down for maintenance or overloaded \(said)",
            "wait \(wait.map(ServiceFailure.text) ?? "a little") and try again",
            retryAfter: wait
        )
    }

    /// The errors in the panel's envelope; none where the body is anything else.
    private static func refusals(in response: HTTPResponse) -> [PterodactylWire.FailureItem] {
        do {
            return try ServiceJSON.decode(PterodactylWire.Failure.self, from: response.body).errors.elements
        } catch {
            // A page, or a proxy's own words: the status alone speaks.
            return []
        }
    }
}
