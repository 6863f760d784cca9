import BackupKit

extension ServerState {
    /// Work whose request has not been answered yet, or got no clear answer: that a list does not show it proves
    /// nothing.
    var awaitedWork: Set<OperationKey> {
        var keys = Set(sent.keys.compactMap { MutationReducer.operationKey(of: $0.request) })
        for request in unconfirmed {
            if let key = MutationReducer.operationKey(of: request.request), key.kind == .create { keys.insert(key) }
        }
        return keys
    }
}
