public import BackupKit

/// How a plan ended. `text` says what happened; `next` what state the server is in and what to do.
public struct Outcome: Equatable, Sendable {
    /// How it ended; the raw values are the journal's words.
    public enum Kind: String, Equatable, Sendable {
        /// Stopped in the cancel window: nothing was sent.
        case cancelled
        /// A fact changed: nothing more was sent.
        case refused
        case succeeded
        case failed
        /// It has ended at the service, but nothing proves how.
        case unconfirmed = "finished-unconfirmed"
        /// Nothing tells what became of it.
        case unknown
    }

    /// How it ended.
    public var kind: Kind
    /// What happened, in one sentence.
    public var text: String
    /// The state the server was left in and what to do; nil when there is nothing to add.
    public var next: String?
    /// What stood in the way, for scripts; nil where nothing did or no word fits.
    public var cause: ProviderError.Code?

    /// An outcome in words for the user.
    public init(_ kind: Kind, _ text: String, next: String? = nil, cause: ProviderError.Code? = nil) {
        self.kind = kind
        self.text = text
        self.next = next
        self.cause = cause
    }
}
