import BackupKit
import ProviderSupport
import ServiceClient

/// The service's headers and its guessed error texts: none is documented (wire sheet vpsorg, sections 1.1 to 1.4).
struct VPSOrgDialect: ServiceDialect {
    let token: Secret

    func prepare(_ request: inout HTTPRequest) {
        request.headers["Authorization"] = "Bearer \(token.reveal())"
        request.headers["Accept"] = "application/json"
        // The documents send it on every request, those without a body included.
        request.headers["Content-Type"] = "application/json"
    }

    func words(in response: HTTPResponse) -> String? {
        do {
            return try ServiceJSON.decode(VPSOrgWire.Failure.self, from: response.body).words
        } catch {
            return ServiceFailure.plainText(of: response)
        }
    }

    func error(for response: HTTPResponse, in failure: ServiceFailure) -> ProviderError? {
        let said = "(\(response.status))\(failure.detail(of: response))"
        switch response.status {
        case 402:
            return failure.make(.forbidden, "the vendor asks for a payment first \(said)", "settle it in its dashboard")
        case 403 where ServiceFailure.isHTML(response):
            return failure.make(.forbidden, "a web page came instead of data \(said)", "a filter stands in the way")
        case 403:
            return failure.make(
                .forbidden, "the token lacks the permission \(said)", "give it in the vendor's dashboard"
            )
        default:
            return nil
        }
    }
}
