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

    init(_ reason: String, remedy: Remedy? = nil) {
        self.reason = reason
        self.remedy = remedy
    }
}
