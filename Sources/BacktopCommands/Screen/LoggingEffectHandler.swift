import AppCore
import BackupKit

/// Writes what was asked of services, and how that went, to the session's log. Holds no secret: effects have none.
struct LoggingEffectHandler: EffectHandler {
    private let base: any EffectHandler
    private let log: SessionLog
    private let isVerbose: Bool

    /// - Parameter isVerbose: also writes what went well and changed nothing.
    init(_ base: any EffectHandler, log: SessionLog, isVerbose: Bool) {
        self.base = base
        self.log = log
        self.isVerbose = isVerbose
    }

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        let actions = base.actions(for: effect)
        if case let .mutate(mutation, _) = effect { log.append("send \(mutation.request.step) act \(mutation.act)") }
        return AsyncStream { continuation in
            let task = Task {
                for await action in actions {
                    if let line = Self
                        .line(for: action) ?? (isVerbose ? Self.detail(of: action) : nil) { log.append(line) }
                    continuation.yield(action)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in
                if effect.policy != .neverCancelled { task.cancel() }
            }
        }
    }

    private static func detail(of action: AppAction) -> String? {
        switch action {
        case let .serverLoaded(ref, .success(
            server
        )): "server \(ref.server): quota \((server.quota?.used).map(String.init) ?? "?")"
        case let .backupsLoaded(location, _, .success(listing)):
            "backups of \(location.server.server): \(listing.backups.count), unreadable \(listing.unreadable)"
        case let .provider(ref, .progress(report)):
            "events of \(ref.server): \(report.kind.rawValue) \(report.backup) \(report.state.rawValue)"
        case let .inspected(request, .success): "re-check of \(request.location.server.server): read"
        default: nil
        }
    }

    private static func line(for action: AppAction) -> String? {
        switch action {
        case let .serversLoaded(context, .failure(
            error
        )): "servers of \(context): \(error.code.rawValue) \(error.message)"
        case let .serversLoaded(context, .success(servers)): "servers of \(context): \(servers.count)"
        case let .serverLoaded(ref, .failure(error)): "server \(ref.server): \(error.code.rawValue) \(error.message)"
        case let .backupsLoaded(location, _, .failure(error)):
            "backups of \(location.server.server): \(error.code.rawValue) \(error.message)"
        case let .provider(ref, .disconnected(error)): "events of \(ref.server): lost, \(error.message)"
        case let .provider(ref, .connected): "events of \(ref.server): connected"
        case let .provider(ref, .power(power)): "events of \(ref.server): power \(power.words)"
        case let .provider(ref, .unrecognised(what)): "events of \(ref.server): not known, \(what)"
        case let .mutationAnswered(mutation, answer): "answer \(mutation.request.step) act \(mutation.act): \(answer.words)"
        case let .downloadEnded(target, .done(receipt)):
            "download \(target.backup.id): done, \(receipt.bytes) bytes"
        case let .downloadEnded(target, .failed(reason)): "download \(target.backup.id): failed, \(reason)"
        case let .snapshotLoaded(context, .failure(error)): "snapshot of \(context): not read, \(error.message)"
        case let .snapshotSaved(context, error?): "snapshot of \(context): not kept, \(error.message)"
        case let .acknowledgementSaved(error?): "acknowledgement: \(error.message)"
        case let .inspected(request, .failure(error)): "re-check of \(request.location.server.server): \(error.message)"
        default: nil
        }
    }
}

extension MutationAnswer {
    fileprivate var words: String {
        switch self {
        case .accepted: "accepted"
        case let .refused(error): "refused, \(error.message)"
        case let .ambiguous(error): "ambiguous, \(error.message)"
        case let .notSent(reason): "not sent, \(reason)"
        }
    }
}
