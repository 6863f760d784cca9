public import BackupKit
public import ProviderSupport

/// How one service's live channel is opened, authenticated and read. The session around it is the same everywhere.
public protocol LiveChannel: Sendable {
    /// A frame that carries news, decoded.
    associatedtype Frame: Sendable
    /// Turns frames of one connection into events.
    associatedtype Translator: LiveTranslator where Translator.Frame == Frame

    /// What the channel is for, in words for errors.
    var act: ServiceAct { get }
    /// The context's address, whose scheme a bare live address takes.
    var base: BaseURL { get }
    /// Fields of the handshake.
    var headers: HTTPHeaders { get }
    /// When credentials are renewed on the open channel without being asked for; nil leaves it to the service.
    var renewsAfter: Duration? { get }
    /// Shortest time between two requests for credentials.
    var fetchInterval: Duration { get }

    /// Fresh credentials for one attempt.
    func credentials() async throws(ProviderError) -> LiveCredentials

    /// The text frame that authenticates.
    func authentication(_ token: Secret) -> String

    /// Whether a frame that begins with these bytes is worth decoding.
    func wants(_ prefix: [UInt8]) -> Bool

    /// Reads a frame; never fails.
    func read(_ bytes: [UInt8]) -> LiveFrame<Frame>

    /// How long to stay away after the service closed with this code; nil leaves it to the backoff.
    func pause(afterClose code: Int?) -> Duration?

    /// How long to wait at least after credentials or the socket were not to be had; nil leaves it to the backoff.
    func pause(afterRefusal error: ProviderError) -> Duration?

    /// Translates what goes wrong on the channel.
    func failure() -> ServiceFailure
}

extension LiveChannel {
    /// As long as the refusal says, where it is no limit at most a minute; else the backoff decides.
    public func pause(afterRefusal error: ProviderError) -> Duration? {
        error.retryAfter.map { error.code == .rateLimited ? $0 : min($0, .seconds(60)) }
    }
}

/// What opens a live channel.
public struct LiveCredentials: Sendable {
    /// Where to connect.
    public let url: String
    /// Sent inside the channel.
    public let token: Secret

    /// An address and the token that opens it.
    public init(url: String, token: Secret) {
        self.url = url
        self.token = token
    }
}

/// One frame of a live channel, by what the session does with it.
public enum LiveFrame<Content: Sendable>: Sendable {
    /// The service took the credentials.
    case authenticated
    /// The credentials will soon be void.
    case authExpiring
    /// The credentials are void, and events are lost.
    case authExpired
    /// The service refused the credentials; with what the user can do about it, where the refusal tells.
    case authRefused(advice: String? = nil)
    /// News, or something unknown.
    case content(Content)
}

extension LiveFrame: Equatable where Content: Equatable {}

/// Turns the frames of one connection into events for the core; made anew for each connection.
public protocol LiveTranslator {
    /// A frame that carries news.
    associatedtype Frame

    init()

    /// The events that a frame stands for; none for noise.
    mutating func events(for frame: Frame) -> [ProviderEvent]
}
