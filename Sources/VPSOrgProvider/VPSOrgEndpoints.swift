import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Builds every request, without the account's credentials (wire sheet vpsorg, sections 1.1, 3 and 4.1). Every path
/// ends with a slash: without it the service redirects, and a redirected request loses its body or its token.
struct VPSOrgEndpoints: Sendable {
    /// Longest description that is sent; the service's own limit is not known (sheet 3.2).
    static let longestDescription = 255

    let base: BaseURL

    // MARK: Reading

    func servers() -> HTTPRequest {
        HTTPRequest(.get, base, path: path("servers"))
    }

    /// The backups of a server, or of the whole account.
    func backups(_ server: VPSOrgWire.Number?) -> HTTPRequest {
        HTTPRequest(
            .get,
            base,
            path: path("backups"),
            query: server.map { [.init("server_id", $0.text)] } ?? [],
            subject: server?.text
        )
    }

    /// The page behind a `next` link. Only its query is taken over, and only when it names the same host: wherever a
    /// link points, the token goes nowhere else than before.
    func page(behind link: String, of first: HTTPRequest) -> HTTPRequest? {
        let address = link.hasPrefix("?") ? "/" + link : link
        do {
            guard try RemoteURL(address, context: base).host == base.host else { return nil }
        } catch {
            return nil
        }
        guard let items = URLComponents(string: link)?.queryItems, !items.isEmpty else { return nil }
        var request = first
        request.query = items.map { .init($0.name, $0.value ?? "") }
        return request
    }

    /// A page by its number, where the service links to none.
    func page(_ number: Int, of first: HTTPRequest) -> HTTPRequest {
        var request = first
        request.query.append(.init("page", String(number)))
        return request
    }

    // MARK: Changing

    /// A blank description is left out.
    func create(_ description: String, _ server: VPSOrgWire.Number) -> HTTPRequest {
        var text = description
        while text.first?.isWhitespace == true {
            text.removeFirst()
        }
        text = String(text.prefix(Self.longestDescription))
        while text.last?.isWhitespace == true {
            text.removeLast()
        }
        var request = HTTPRequest(.post, base, path: path("backups"), subject: server.text)
        request.body = ServiceJSON.encode(CreateBody(
            serverID: server.value, description: text.isEmpty ? nil : text
        ))
        return request
    }

    /// Has no body.
    func delete(_ backup: VPSOrgWire.Number, _ server: Server.ID) -> HTTPRequest {
        HTTPRequest(.delete, base, path: path("backups", backup.text), subject: server.rawValue)
    }

    /// A request to the server, not to the backup (sheet 8).
    func restore(_ backup: VPSOrgWire.Number, _ server: VPSOrgWire.Number) -> HTTPRequest {
        var request = HTTPRequest(.post, base, path: path("servers", server.text, "restore"), subject: server.text)
        request.body = ServiceJSON.encode(["backup_id": backup.value])
        return request
    }

    // MARK: Parts

    private struct CreateBody: Encodable {
        let serverID: Int64
        let description: String?

        enum CodingKeys: String, CodingKey {
            case serverID = "server_id"
            case description
        }
    }

    /// The empty segment makes the slash at the end.
    private func path(_ segments: String...) -> [String] {
        (base.pathPrefix.hasSuffix("/api/v1") ? [] : ["api", "v1"]) + segments + [""]
    }
}
