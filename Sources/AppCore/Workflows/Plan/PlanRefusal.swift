public import BackupKit

/// Why no plan can be made, and what can be done about it with one key.
public struct PlanRefusal: Error, Equatable, Sendable {
    /// A way out of it.
    public enum Remedy: Equatable, Sendable {
        /// Make the plan without a backup of the present state.
        case withoutSafety
        /// Delete an old backup first, or make the plan without one.
        case makeRoom
    }

    /// In words for the user.
    public var reason: String
    /// What a key can do; nil where nothing can.
    public var remedy: Remedy?

    /// The row of the gate table that refuses; nil where it is something else.
    public var cause: GateRefusal?
    /// Why what it would rest on could not be read; nil where it could.
    public var failure: ProviderError.Code?
    /// What was typed cannot be taken as it is: another name is needed.
    public var isBadInput = false

    init(_ reason: String, remedy: Remedy? = nil, _ cause: GateRefusal? = nil) {
        self.reason = reason
        self.remedy = remedy
        self.cause = cause
    }

    /// What it would rest on could not be read.
    init(_ error: ProviderError) {
        self.init(error.message)
        failure = error.code
    }
}
