import BackupKit

/// Compares what a light act rests on with the state as it is when the act is accepted: lists and events go on arriving
/// while its sheet lies open, and what was light to delete then may be the only good backup now.
enum LightRecheck {
    /// What changed, in words; nil when the act still holds.
    static func change(against request: Mutation.Request, at location: LocationRef, state: AppState) -> String? {
        guard let server = state.fleet.servers[location.server] else { return "The server is not in the list any more" }
        guard let id = request.backup else { return nil }
        guard let backup = state.fleet[location]?[id] else { return "The backup is gone: somebody else deleted it" }
        let name = "\"\(backup.title)\""
        if let work = server.visibleOperations.first(where: { $0.isOpen && $0.key.backup == id }) {
            return "A \(work.key.kind.rawValue) of \(name) runs now"
        }
        switch request {
        case .delete:
            return backup.isCertainlyFailed && backup.isLocked != true ? nil : "\(name) is no failed, empty backup any more"
        case .retry:
            return backup.state == .failed ? nil : "\(name) is \(backup.state.rawValue) now"
        case .create, .restore, .rename, .power:
            return nil
        }
    }
}
