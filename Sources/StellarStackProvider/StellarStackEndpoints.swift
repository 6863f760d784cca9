import BackupKit
import ProviderSupport
import ServiceClient

/// Builds every request, without the account's credentials (wire sheet stellarstack, sections 3 and 4).
struct StellarStackEndpoints: Sendable {
    /// The panel answers a create or a restore only when it is done.
    static let patience: Duration = .seconds(3600)

    let base: BaseURL

    // MARK: Servers

    func servers() -> HTTPRequest {
        HTTPRequest(.get, base, path: ["api", "servers"])
    }

    func server(_ id: Server.ID) -> HTTPRequest {
        request(.get, id, [])
    }

    func stats(_ id: Server.ID) -> HTTPRequest {
        request(.get, id, ["stats"])
    }

    /// Has no body.
    func power(_ signal: PowerSignal, _ id: Server.ID) -> HTTPRequest {
        request(.post, id, [signal.rawValue])
    }

    // MARK: Backups

    func backups(_ server: Server.ID) -> HTTPRequest {
        request(.get, server, ["backups"])
    }

    /// `id` is the draft's, which the panel takes over.
    func create(_ draft: BackupDraft, _ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        var request = request(.post, server, ["backups"])
        request.body = ServiceJSON.encode(CreateBody(
            name: draft.name.isEmpty ? nil : draft.name,
            uuid: id.rawValue,
            ignore: draft.ignoredPatterns,
            locked: draft.isLocked
        ))
        request.timeout = Self.patience
        return request
    }

    /// Has no body.
    func restore(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        var request = request(.post, server, ["backups", "restore"], of: id)
        request.timeout = Self.patience
        return request
    }

    /// Has no body.
    func delete(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        request(.delete, server, ["backups", "delete"], of: id)
    }

    func lock(_ isLocked: Bool, _ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        var request = request(.patch, server, ["backups", "lock"], of: id)
        request.body = ServiceJSON.encode(["locked": isLocked])
        return request
    }

    func downloadTicket(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        var request = request(.post, server, ["backups", "download-token"])
        request.body = ServiceJSON.encode(["id": id.rawValue])
        return request
    }

    /// Where the archive is. The panel answers with a path below its own `/api` and knows nothing of a prefix that a
    /// proxy in front of it takes away: such a path lies where all requests go, below the context's prefix. Any other
    /// path is taken from the root, a whole address as it is. Without a link the token alone will do.
    func link(_ ticket: StellarStackWire.DownloadTicket, _ server: Server.ID) -> String? {
        if let link = ticket.link?.reveal(), !link.isEmpty {
            return link.hasPrefix("/api/servers/") ? base.pathPrefix + link : link
        }
        guard let token = ticket.token?.reveal(), !token.isEmpty else { return nil }
        var request = request(.get, server, ["backups", "download"])
        request.query = [.init("token", token)]
        return request.target
    }

    // MARK: Parts

    private struct CreateBody: Encodable {
        let name: String?
        let uuid: String
        let ignore: [String]
        let locked: Bool
    }

    private func request(
        _ method: HTTPMethod,
        _ server: Server.ID,
        _ rest: [String],
        of backup: Backup.ID? = nil
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            base,
            path: ["api", "servers", server.rawValue] + rest,
            query: backup.map { [.init("id", $0.rawValue)] } ?? [],
            subject: server.rawValue
        )
    }
}
