import BackupKit

extension ServerState {
    /// Work whose request has not been answered yet, or got no clear answer: that a list does not show it proves
    /// nothing.
    var awaitedWork: Set<OperationKey> {
        var keys = Set(sent.keys.compactMap { MutationReducer.operationKey(of: $0.request) })
        for create in unconfirmedCreates {
            if let id = create.draft.id { keys.insert(OperationKey(backup: id, kind: .create)) }
        }
        return keys
    }
}
