import BackupKit
import FoundationEssentials

/// Where a workflow of an earlier session stands, by its last request. No request is ever sent again: what may have
/// been carried out is looked for.
enum Resumption: Equatable, Sendable {
    case nothingSent
    /// The stop left; whether it took effect, the server's power tells.
    case stopping(at: Date)
    /// The stop was refused.
    case stopRefused(String)
    /// The safety backup was asked for.
    case securing(UnfinishedAct.Sent)
    /// The request of the plan left.
    case acting(UnfinishedAct.Sent)
    /// Some requests of a bulk act left.
    case working([Backup.ID: BulkProgress.Item])
    /// The start at the end left, or the one after a failed safety backup.
    case starting(isRestored: Bool, refusal: String?)

    init?(_ plan: Plan, _ requests: [UnfinishedAct.Sent]) {
        guard let last = requests.last else {
            self = .nothingSent
            return
        }
        if case .bulk = plan.target.act {
            guard let items = Self.items(of: requests) else { return nil }
            self = .working(items)
            return
        }
        guard let request = last.record?.request else { return nil }
        switch request {
        case .power(.stop) where plan.steps.contains(.stop):
            self = if let reason = last.refusal { .stopRefused(reason) } else { .stopping(at: last.at) }
        case .create where plan.safety != nil: self = .securing(last)
        case .power(.start) where plan.steps.contains(.restore):
            self = .starting(
                isRestored: requests.contains { $0.record?.request == plan.target.act.request }, refusal: last.refusal
            )
        case plan.target.act.request: self = .acting(last)
        default: return nil
        }
    }

    /// What came of each backup of a bulk act; one that is missing was not asked for.
    private static func items(of requests: [UnfinishedAct.Sent]) -> [Backup.ID: BulkProgress.Item]? {
        var items: [Backup.ID: BulkProgress.Item] = [:]
        for sent in requests {
            guard let request = sent.record?.request else { return nil }
            let backups: [Backup.ID] = if case let .deleteMany(all) = request { all } else {
                request.backup.map { [$0] } ?? []
            }
            let item: BulkProgress.Item = switch sent.answer {
            case .accepted: .accepted
            case let .refused(reason), let .notSent(reason): .failed(reason)
            default: .unclear("the program ended before its answer came")
            }
            for backup in backups { items[backup] = item }
        }
        return items
    }
}

extension UnfinishedAct.Sent {
    /// Why the request changed nothing; nil where it did, or may have.
    var refusal: String? {
        switch answer {
        case let .refused(reason)?, let .notSent(reason)?: reason
        default: nil
        }
    }

    /// The service took it.
    var isAccepted: Bool {
        answer == .accepted
    }
}
