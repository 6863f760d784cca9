public import BackupKit
public import ProviderSupport
public import ServiceClient

/// One provider as the list of promises sees it: how it is made, and what its service answers.
public struct ConformanceSubject: Sendable {
    /// What a live channel needs to be accepted.
    public struct Live: Sendable {
        /// The frame by which the service takes the credentials.
        public var accepted: String
        /// A frame of an event that nobody knows.
        public var unknownEvent: String

        /// The frames of one service.
        public init(accepted: String, unknownEvent: String) {
            self.accepted = accepted
            self.unknownEvent = unknownEvent
        }
    }

    /// The provider's name in test reports.
    public var name: String
    /// Makes the provider over these transports.
    public var make: @Sendable (ServiceTransports) -> any ServiceProvider
    /// Credentials of the account, none of which may stand in an error.
    public var secrets: [String]
    /// A server that its service has, and the world where it has worlds.
    public var location: BackupLocation
    /// A completed, unlocked backup there.
    public var backup: Backup.ID
    /// What the service answers when all is well; nil for a request it does not know.
    public var answer: @Sendable (HTTPRequest) -> StubTransport.Answer?
    /// The same, with one backup of the list damaged beyond reading.
    public var answerWithDamage: @Sendable (HTTPRequest) -> StubTransport.Answer?
    /// The same, with one backup whose state nobody knows.
    public var answerWithUnknownState: @Sendable (HTTPRequest) -> StubTransport.Answer?
    /// Nil where the service has no live channel.
    public var live: Live?

    /// A subject of the list.
    public init(
        name: String,
        make: @escaping @Sendable (ServiceTransports) -> any ServiceProvider,
        secrets: [String],
        location: BackupLocation,
        backup: Backup.ID,
        answer: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?,
        answerWithDamage: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?,
        answerWithUnknownState: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?,
        live: Live?
    ) {
        self.name = name
        self.make = make
        self.secrets = secrets
        self.location = location
        self.backup = backup
        self.answer = answer
        self.answerWithDamage = answerWithDamage
        self.answerWithUnknownState = answerWithUnknownState
        self.live = live
    }
}
