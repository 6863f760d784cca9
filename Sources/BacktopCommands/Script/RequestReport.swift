import AppCore
import BackupKit

/// What was asked for, as a journal line of `backtop journal --json` shows it: only what such a request carries.
struct RequestReport: Encodable {
    var kind: String
    var backups: [String]
    var name: String?
    var ignored: [String]?
    var locked: Bool?
    var truncates: Bool?
    var run: String?

    init(_ request: Mutation.Request) {
        kind = request.step
        backups = request.backup.map { [$0.rawValue] } ?? []
        switch request {
        case let .create(draft):
            name = draft.name
            ignored = draft.ignoredPatterns
            locked = draft.isLocked
        case let .restore(_, options):
            truncates = options.truncates
            name = options.safetyName
        case let .deleteMany(ids): backups = ids.map(\.rawValue)
        case let .rename(_, newName): name = newName
        case let .setLock(_, isLocked): locked = isLocked
        case let .cancel(operation), let .acknowledge(operation): run = operation.id.rawValue
        case .delete, .retry, .power: break
        }
    }
}
