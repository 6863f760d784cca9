/// Why a request to a service failed, in words for the user. Never holds a credential.
public struct ProviderError: Error, Hashable, Sendable {
    /// The kinds of failure the program treats differently.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        case unauthorized
        case forbidden
        case notFound
        case conflict
        case rateLimited
        case limitReached
        case unreachable
        case timedOut
        case serverFailure
        case invalidResponse
        case unsupported
        case cancelled
    }

    /// The kind of failure.
    public var code: Code
    /// Names the object and the next step; one line, plain, safe to draw.
    public var message: String
    /// How long the service asks to wait.
    public var retryAfter: Duration?
    /// True when a mutating request may have been carried out although no good answer came: it must not be sent again.
    public var isOutcomeUnknown: Bool

    /// A failure in words for the user; it must hold no secret.
    public init(
        _ code: Code,
        _ message: String,
        retryAfter: Duration? = nil,
        isOutcomeUnknown: Bool = false
    ) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.isOutcomeUnknown = isOutcomeUnknown
    }
}
