/// How news of a service reaches us, and how often it may be asked.
public struct NewsTraits: Hashable, Sendable {
    /// Progress, power or the end of work arrive by themselves.
    public var hasLiveEvents: Bool
    /// How far work has come arrives by itself: without that, a list that says "running" again is all the news there
    /// is.
    public var tellsProgress: Bool
    /// Reading a single server tells more than its list does, so it is read together with the list of backups.
    public var pollsServer: Bool
    /// One request lists the backups of all servers.
    public var listsWholeAccount: Bool
    /// Shortest time between two lists while an operation is open.
    public var minimumPoll: Duration
    /// Time between two lists when nothing runs.
    public var idlePoll: Duration
    /// Requests a minute that an account may make while the service announces no limit.
    public var requestsPerMinute: Int

    /// All traits; none has a default.
    public init(
        hasLiveEvents: Bool,
        tellsProgress: Bool,
        pollsServer: Bool,
        listsWholeAccount: Bool,
        minimumPoll: Duration,
        idlePoll: Duration,
        requestsPerMinute: Int
    ) {
        self.hasLiveEvents = hasLiveEvents
        self.tellsProgress = tellsProgress
        self.pollsServer = pollsServer
        self.listsWholeAccount = listsWholeAccount
        self.minimumPoll = minimumPoll
        self.idlePoll = idlePoll
        self.requestsPerMinute = requestsPerMinute
    }
}
