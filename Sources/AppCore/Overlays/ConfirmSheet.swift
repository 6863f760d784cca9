import BackupKit

/// A light act, asked once: Cancel is chosen, Enter cancels, `y` accepts. The key that opened it never accepts it.
public struct ConfirmSheet: Equatable, Sendable {
    public enum Act: Equatable, Sendable {
        /// A request to the service.
        case send(Mutation.Request, at: LocationRef)
        /// Leave the program although work of ours goes on.
        case quit
    }

    let serial: Int
    public let act: Act
    public let title: String
    /// What it does and to what, line by line.
    public let lines: [String]
    /// The word after `y` on the last line, such as `delete`.
    public let verb: String
    public internal(set) var isArmed: Bool
}
