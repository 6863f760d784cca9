import BackupKit
import ProviderSupport
import ServiceClient

/// The panel's headers and error texts (wire sheet stellarstack, sections 1.1 to 1.4).
struct StellarStackDialect: ServiceDialect {
    /// What is asked for: the same status means different things of different requests.
    enum Call: Sendable {
        case read
        case change
        case delete
        case lock
        /// Behind a download link, which carries its own permission.
        case link
    }

    let credentials: StellarStackCredentials
    let call: Call

    func prepare(_ request: inout HTTPRequest) {
        credentials.add(to: &request.headers)
        request.headers["Accept"] = "application/json"
        if request.body != nil { request.headers["Content-Type"] = "application/json" }
    }

    /// `message`, else `error`, else the parts of an `error` object, else plain text. Of a node's failure only what the
    /// node says itself.
    func words(in response: HTTPResponse) -> String? {
        do {
            let failure = try ServiceJSON.decode(StellarStackWire.Failure.self, from: response.body)
            return failure.words.map(Self.nodesWords)
        } catch {
            return ServiceFailure.plainText(of: response)
        }
    }

    func error(for response: HTTPResponse, in failure: ServiceFailure) -> ProviderError? {
        let detail = failure.detail(of: response)
        let said = "(\(response.status))\(detail)"
        // The panel's English texts are the only thing that tells these apart.
        let hint = detail.lowercased()
        switch (response.status, call) {
        case (401, .link), (403, .link):
            return failure.make(
                .forbidden,
                "the download link was refused \(said)",
                "try again: each try gets a new one"
            )
        case (401, _):
            let refusal = credentials.refusal
            return failure.make(.unauthorized, "\(refusal.problem) \(said)", refusal.step)
        case (403, .delete) where hint.contains("locked"):
            return failure.make(.conflict, "the backup is locked \(said)", "unlock it first")
        case (404, .lock) where !hint.contains("backup not found"), (405, .lock):
            return failure.make(.unsupported, "this panel has no lock \(said)", "nothing was changed")
        case (400, _) where hint.contains("suspended"), (403, _) where hint.contains("suspended"):
            return failure.make(.conflict, "the server is suspended \(said)", "ask the panel's operator")
        case (400, .change) where hint.contains("offline"), (400, .delete) where hint.contains("offline"):
            return failure.make(.conflict, "the server's node is offline \(said)", "wait until it is back")
        default:
            return nil
        }
    }

    /// `Failed to communicate with daemon: Error: Daemon error: {"error":…,"message":…}`: the object at the end.
    private static func nodesWords(_ text: String) -> String {
        guard text.last == "}", let start = text.firstIndex(of: "{") else { return text }
        do {
            let node = try ServiceJSON.decode(StellarStackWire.Failure.self, from: Array(text[start...].utf8))
            return node.words.map { "the node says: \($0)" } ?? text
        } catch {
            return text
        }
    }
}
