/// How a plan ended. `text` says what happened; `next` what state the server is in and what to do.
public struct Outcome: Equatable, Sendable {
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

    public var kind: Kind
    public var text: String
    public var next: String?

    public init(_ kind: Kind, _ text: String, next: String? = nil) {
        self.kind = kind
        self.text = text
        self.next = next
    }
}
