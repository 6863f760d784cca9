/// What is being done to a backup.
public enum OperationKind: String, CaseIterable, Hashable, Codable, Sendable {
    case create
    case restore
    case delete
    case download
}
