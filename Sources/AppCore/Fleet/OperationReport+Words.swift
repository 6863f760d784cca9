public import BackupKit

extension OperationReport {
    /// How the work ended, and why where the service says so: untrusted text.
    public var outcomeWords: String {
        let end = switch state {
        case .done: "\(kind.rawValue) done"
        case .failed: "\(kind.rawValue) FAILED"
        case .cancelled: "\(kind.rawValue) cancelled"
        case .queued, .running: "\(kind.rawValue) goes on"
        case .unknown: "nothing tells how the \(kind.rawValue) ended"
        }
        return failure.map { "\(end): \($0)" } ?? end
    }
}
