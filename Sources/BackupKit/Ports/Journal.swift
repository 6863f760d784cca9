/// The port towards the record of acts. `record` returns only when the line is on disk, as safely as the journal can.
public protocol Journal: Sendable {
    /// Throws when the line could not be kept; then the request it announces must not be sent.
    func record(_ entry: JournalEntry) async throws(JournalError)

    /// The newest lines, newest first.
    func latest(_ count: Int) async throws(JournalError) -> [JournalLine]

    /// Every act that is not over, each with all its lines, oldest first. Acts of a running program are among them.
    func unfinished() async throws(JournalError) -> [[JournalLine]]
}

/// A line of the journal as it was kept: with its number, and who wrote it.
public struct JournalLine: Hashable, Sendable {
    /// Grows with every line.
    public var number: Int64
    /// What was recorded.
    public var entry: JournalEntry
    /// The account on this machine that wrote it.
    public var user: String
    /// The address of the SSH client it came over; nil for a local session.
    public var sshClient: String?
    /// Tells the act's plan from any other: hexadecimal; nil for an act without a plan of its own.
    public var planDigest: String?

    /// A line as it was kept.
    public init(number: Int64, entry: JournalEntry, user: String, sshClient: String?, planDigest: String?) {
        self.number = number
        self.entry = entry
        self.user = user
        self.sshClient = sshClient
        self.planDigest = planDigest
    }
}

/// Why a journal line could not be kept or read, in words for the user.
public struct JournalError: Error, Hashable, Sendable {
    /// One line that names the file and the next step.
    public var message: String

    /// An error in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
