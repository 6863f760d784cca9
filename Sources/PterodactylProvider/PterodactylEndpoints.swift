import BackupKit
import ProviderSupport
import ServiceClient

/// Builds every request, without the account's credentials (wire sheet pterodactyl, sections 1.3, 2, 3 and 4.1).
struct PterodactylEndpoints: Sendable {
    /// The largest page of backups; a larger wish is clamped silently.
    static let backupsPerPage = 50
    /// The largest page of servers.
    static let serversPerPage = 100

    let base: BaseURL

    // MARK: Servers

    func servers(page: Int) -> HTTPRequest {
        HTTPRequest(
            .get, base, path: ["api", "client"], query: Self.pages(of: Self.serversPerPage, page)
        )
    }

    func server(_ id: Server.ID) -> HTTPRequest {
        request(.get, id, [])
    }

    func resources(_ id: Server.ID) -> HTTPRequest {
        request(.get, id, ["resources"])
    }

    /// What was said of restores lately, newest first. The filter matches parts of names, so both spellings of a
    /// failure come along (sheet 2.6).
    func restoreActivity(_ id: Server.ID) -> HTTPRequest {
        var request = request(.get, id, ["activity"])
        request.query = [.init("filter[event]", "backup.restore"), .init("sort", "-timestamp")]
        return request
    }

    /// Newer panels allow five of these a minute and server, and say so in place of the account's limit (sheet 1.4).
    func socketCredentials(_ id: Server.ID) -> HTTPRequest {
        var request = request(.get, id, ["websocket"])
        request.hasOwnLimit = true
        return request
    }

    func power(_ signal: PowerSignal, _ id: Server.ID) -> HTTPRequest {
        var request = request(.post, id, ["power"])
        request.body = ServiceJSON.encode(["signal": signal.rawValue])
        return request
    }

    // MARK: Backups

    func backups(_ server: Server.ID, page: Int) -> HTTPRequest {
        var request = request(.get, server, ["backups"])
        request.query = Self.pages(of: Self.backupsPerPage, page)
        return request
    }

    func backup(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        request(.get, server, ["backups", id.rawValue])
    }

    /// Only the user asks for archives.
    func downloadLink(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        var request = request(.get, server, ["backups", id.rawValue, "download"])
        request.isUrgent = true
        return request
    }

    /// Throttled apart from everything else (sheet 2.3).
    func create(_ draft: BackupDraft, _ server: Server.ID) -> HTTPRequest {
        var request = request(.post, server, ["backups"])
        request.hasOwnLimit = true
        request.body = ServiceJSON.encode(PterodactylWire.Draft(
            name: draft.name, ignored: Self.lines(of: draft.ignoredPatterns), isLocked: draft.isLocked
        ))
        return request
    }

    /// `truncate` is required: without it the panel answers 422 (sheet 2.6). Newer panels limit restores apart.
    func restore(_ id: Backup.ID, truncates: Bool, _ server: Server.ID) -> HTTPRequest {
        var request = request(.post, server, ["backups", id.rawValue, "restore"])
        request.hasOwnLimit = true
        request.body = ServiceJSON.encode(["truncate": truncates])
        return request
    }

    /// Flips the lock, whatever it is; there is no request that sets it (sheet 2.4).
    func toggleLock(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        request(.post, server, ["backups", id.rawValue, "lock"])
    }

    func delete(_ id: Backup.ID, _ server: Server.ID) -> HTTPRequest {
        request(.delete, server, ["backups", id.rawValue])
    }

    // MARK: Parts

    private func request(_ method: HTTPMethod, _ id: Server.ID, _ rest: [String]) -> HTTPRequest {
        HTTPRequest(
            method, base, path: ["api", "client", "servers", id.rawValue] + rest, subject: id.rawValue
        )
    }

    /// The answer's own links lose the page size, so pages are always built here (sheet 1.2).
    private static func pages(of size: Int, _ page: Int) -> [HTTPRequest.QueryItem] {
        let first = [HTTPRequest.QueryItem("per_page", String(size))]
        return page == 1 ? first : first + [.init("page", String(page))]
    }

    /// One pattern a line, parted by LF only: the panel keeps a CR as part of the pattern (sheet 2.3).
    private static func lines(of patterns: [String]) -> String {
        patterns.flatMap { $0.split(whereSeparator: \.isNewline) }.joined(separator: "\n")
    }
}
