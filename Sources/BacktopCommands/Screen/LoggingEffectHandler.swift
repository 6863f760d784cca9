import AppCore
import BackupKit

/// Writes what was asked of services, and how that went, to the session's log. Holds no secret: effects have none.
struct LoggingEffectHandler: EffectHandler {
    private let base: any EffectHandler
    private let log: SessionLog

    init(_ base: any EffectHandler, log: SessionLog) {
        self.base = base
        self.log = log
    }

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        let actions = base.actions(for: effect)
        if case let .mutate(mutation) = effect { log.write("send \(mutation.request.step) act \(mutation.act)") }
        return AsyncStream { continuation in
            let task = Task {
                for await action in actions {
                    if let line = Self.line(for: action) { log.write(line) }
                    continuation.yield(action)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in
                if effect.policy != .neverCancelled { task.cancel() }
            }
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
