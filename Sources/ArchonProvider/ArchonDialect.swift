import BackupKit
import ProviderSupport
import ServiceClient

/// Archon's headers and error texts (wire sheet archon, sections 1.2 and 1.4).
struct ArchonDialect: ServiceDialect {
    let token: Secret

    func prepare(_ request: inout HTTPRequest) {
        request.headers["Authorization"] = "Bearer \(token.reveal())"
        request.headers["Accept"] = "application/json"
        // The official client says so on every request, those without a body included (sheet 1.2).
        request.headers["Content-Type"] = "application/json"
    }

    /// `[error] description`, else plain text.
    func words(in response: HTTPResponse) -> String? {
        do {
            let failure = try ServiceJSON.decode(ArchonWire.Failure.self, from: response.body)
            return "[\(failure.error)] \(failure.description)"
        } catch {
            return ServiceFailure.plainText(of: response)
        }
    }
}
