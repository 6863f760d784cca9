import BackupKit
import FoundationEssentials

/// How a piece of work ended, with what tells this end from an earlier one. Equal ends are the same end.
struct OperationEnd: Hashable, Codable, Sendable {
    var state: OperationState
    /// The service's number of the run; nil where it has none.
    var run: OperationRun.ID?
    /// When, by the service's clock; nil where it does not tell.
    var endedAt: Date?

    init(state: OperationState, run: OperationRun.ID? = nil, endedAt: Date? = nil) {
        self.state = state
        self.run = run
        self.endedAt = endedAt
    }

    /// The end that a report tells of; nil while the work goes on.
    init?(_ report: OperationReport) {
        guard report.state.hasEnded else { return nil }
        self.init(state: report.state, run: report.run, endedAt: report.endedAt)
    }
}
