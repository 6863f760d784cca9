import BackupKit
import ProviderSupport
import ServiceClient

/// How a node, or the storage behind it, words its refusals (wire sheet pterodactyl, sections 1.5, 2.7 and 4.2).
/// Nothing of the account is ever sent there.
struct PterodactylNodeDialect: ServiceDialect {
    /// What was opened.
    enum Door: Sendable {
        /// A server's live channel; the text is the address that was given as the panel's.
        case live(origin: String)
        case archive
    }

    let door: Door

    func prepare(_: inout HTTPRequest) {}

    /// `{"error": text}`, else plain text; a storage's XML is nothing for people.
    func words(in response: HTTPResponse) -> String? {
        do {
            return try ServiceJSON.decode(PterodactylWire.NodeFailure.self, from: response.body).error
        } catch {
            let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
            return text.hasPrefix("<") || text.hasPrefix("{") ? nil : text
        }
    }

    func error(for response: HTTPResponse, in failure: ServiceFailure) -> ProviderError? {
        let said = "(\(response.status))\(failure.detail(of: response))"
        switch (door, response.status) {
        case let (.live(origin), 403):
            return failure.make(
                .forbidden, "the node expects another panel address than \(origin) \(said)",
                "set the context's url to the panel's own address"
            )
        case (.live, 400):
            return failure.make(
                .rateLimited, "the node takes no further connection for this server \(said)", "connecting again later"
            )
        case (.archive, 403), (.archive, 404):
            return failure.make(
                .notFound, "the link was used up, or the archive is gone \(said)", "try again for a fresh link"
            )
        default:
            return nil
        }
    }
}
