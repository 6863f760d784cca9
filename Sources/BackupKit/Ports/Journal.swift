/// The port towards the record of acts. `record` returns only when the line is kept as safely as the journal can.
public protocol Journal: Sendable {
    /// Throws when the line could not be kept; then the request it announces must not be sent.
    func record(_ entry: JournalEntry) async throws(JournalError)
}

/// Why a journal line could not be kept, in words for the user.
public struct JournalError: Error, Hashable, Sendable {
    /// One line for the user.
    public var message: String

    /// An error in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
