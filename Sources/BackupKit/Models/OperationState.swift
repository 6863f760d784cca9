/// How far an operation has come. An ended one never runs again; only a newer list may say otherwise.
public enum OperationState: String, CaseIterable, Hashable, Codable, Sendable {
    case queued
    case running
    case done
    case failed
    case cancelled
    case unknown

    /// True for every state but `queued` and `running`.
    public var hasEnded: Bool {
        switch self {
        case .queued, .running: false
        case .done, .failed, .cancelled, .unknown: true
        }
    }
}
