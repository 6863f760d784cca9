/// Finds the dialect that a request is for.
struct SystemDirectory: Sendable {
    let dialects: [any Dialect]

    /// The dialect of the path's first segment, and the call with that prefix taken off its path.
    func resolve(_ call: Call) -> (any Dialect, Call)? {
        for dialect in dialects {
            let prefix = "/\(dialect.system.rawValue)"
            guard call.fullPath == prefix || call.fullPath.hasPrefix(prefix + "/") else { continue }
            var call = call
            call.path = String(call.fullPath.dropFirst(prefix.count))
            return (dialect, call)
        }
        return atRoot(call)
    }

    /// A node's address has no room for a prefix: its paths are told apart by their token.
    private func atRoot(_ call: Call) -> (any Dialect, Call)? {
        guard call.fullPath.hasPrefix("/modrinth/v0/backups/") else { return nil }
        return dialects.first { $0.isAuthorized(call) }.map { ($0, call) }
    }
}
