import AppCore
import BackupKit

/// Why a command ends, in words for stderr, with the exit code of the table (design 9).
struct ScriptFailure: Error, Equatable {
    /// The exit codes that a script can tell apart.
    enum Code: Int32 {
        case failed = 1
        case usage = 2
        /// A source could not be reached.
        case partial = 3
        case notFound = 4
        /// The confirmation is missing or wrong, or the session is read-only.
        case refused = 5
        case permission = 6
        /// Busy, locked, throttled, or no room.
        case busy = 7
        case timeout = 8
        /// What the plan rests on changed.
        case stale = 9
    }

    var code: Int32
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code.rawValue
        self.message = message
    }

    init(signal code: Int32, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ScriptFailure.Code {
    /// What a service's refusal means to a script.
    init(_ code: ProviderError.Code) {
        self = switch code {
        case .unauthorized, .forbidden: .permission
        case .notFound: .notFound
        case .conflict, .rateLimited, .limitReached: .busy
        case .unreachable: .partial
        case .timedOut: .timeout
        case .serverFailure, .invalidResponse, .unsupported, .cancelled: .failed
        }
    }

    init(_ refusal: PlanRefusal) {
        if refusal.isBadInput {
            self = .usage
            return
        }
        if let failure = refusal.failure {
            self.init(failure)
            return
        }
        self = switch refusal.cause {
        case .readOnly?: .refused
        case .missingPermission?: .permission
        case .quotaFull?, .throttled?, .conflict?, .locked?, .activeOperation?, .notCompleted?: .busy
        case .unresolved?: .notFound
        case .unknownRun?, .noJournal?, nil: .failed
        }
    }

    init(_ outcome: Outcome) {
        if let cause = outcome.cause, outcome.kind == .refused || outcome.kind == .failed {
            self.init(cause)
            return
        }
        self = switch outcome.kind {
        case .refused: .stale
        case .cancelled: .refused
        case .succeeded, .failed, .unconfirmed, .unknown: .failed
        }
    }
}

extension PlanRun {
    /// The exit code of a plan that has ended (design 9); nil while it goes on. A restore that succeeded and left the
    /// server down is not done.
    var exitCode: Int32? {
        guard let outcome else { return nil }
        guard outcome.kind == .succeeded else { return ScriptFailure.Code(outcome).rawValue }
        return isWhole ? 0 : ScriptFailure.Code.failed.rawValue
    }
}
