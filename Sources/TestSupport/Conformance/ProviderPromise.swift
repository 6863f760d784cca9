import BackupKit
import ProviderSupport

/// What every provider promises, whatever its service. `broken(by:)` says how a provider breaks one, or nothing.
public enum ProviderPromise: String, CaseIterable, Sendable {
    case readsServers
    case listsBackups
    case readsOneBackup
    case damagedRowsLeaveTheOthers
    case unknownStatesAreUnknown
    case webPagesAreErrors
    case redirectsAreErrors
    case statusesAreTold
    case waitsAreKept
    case secretsStayOutOfErrors
    case readersOnlyRead
    case cancelledReadsEnd
    case readsForAnActAreUrgent
    case everyLackHasAReason
    case actsSendOneRequest
    case lacksSendNothing
    case unnamedThingsAreRefused
    case writeTokensOnlyWrite
    case lostAnswersStayOpen
    case refusedConnectionsChangedNothing
    case readOnlyAccountsHaveNoWriter
    case feedsReconnect
    case unknownEventsAreCounted
    case paceIsAgreed

    /// How the subject breaks the promise; nil when it keeps it.
    public func broken(by subject: ConformanceSubject) async -> String? {
        switch self {
        case .readsServers, .listsBackups, .readsOneBackup, .damagedRowsLeaveTheOthers, .unknownStatesAreUnknown,
             .readersOnlyRead, .readsForAnActAreUrgent, .cancelledReadsEnd:
            await ReadingPromises.broken(self, by: subject)
        case .webPagesAreErrors, .redirectsAreErrors, .statusesAreTold, .waitsAreKept, .secretsStayOutOfErrors:
            await FailurePromises.broken(self, by: subject)
        case .everyLackHasAReason, .actsSendOneRequest, .lacksSendNothing, .unnamedThingsAreRefused,
             .writeTokensOnlyWrite, .lostAnswersStayOpen, .refusedConnectionsChangedNothing,
             .readOnlyAccountsHaveNoWriter:
            await WritingPromises.broken(self, by: subject)
        case .feedsReconnect, .unknownEventsAreCounted, .paceIsAgreed:
            await LivePromises.broken(self, by: subject)
        }
    }
}
