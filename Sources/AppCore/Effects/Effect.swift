public import BackupKit

/// Something to be done outside the state, as a value: what `AppReducer` returns and a handler carries out.
public enum Effect: Equatable, Sendable {
    case loadServers(Context.ID)
    case loadServer(ServerRef)
    case loadBackups(LocationRef, LoadTicket)
    /// Live events until `unsubscribe`.
    case subscribe(ServerRef)
    case unsubscribe(ServerRef)
    /// Reads what a plan rests on, afresh.
    case inspect(Inspection.Request)
    /// Journals the intent, sends one request, journals the answer.
    case mutate(Mutation)
    case journal(JournalEntry)
    /// Fires once; setting a timer again moves it.
    case timer(TimerID, after: Duration)
    case cancelTimer(TimerID)
    case copyToClipboard(what: String, text: String)
    case redraw

    /// Effects with the same id are the same work.
    public enum ID: Hashable, Sendable {
        case servers(Context.ID)
        case server(ServerRef)
        case backups(LocationRef)
        case subscription(ServerRef)
        case inspection(Int)
        case mutation(Identifier<JournalEntry>, Mutation.Request)
        case timer(TimerID)
    }

    /// What happens when an effect with the same id is still under way.
    public enum Policy: Equatable, Sendable {
        /// The older one is cancelled: its answer is worth nothing now.
        case latestWins
        /// The older one goes on and the new one is dropped.
        case keepFirst
        /// Neither is ever cancelled: a request that left cannot be taken back.
        case neverCancelled
    }

    /// What tells it from other work; nil for effects that are never replaced nor dropped.
    public var id: ID? {
        switch self {
        case let .loadServers(context): .servers(context)
        case let .loadServer(server): .server(server)
        case let .loadBackups(location, _): .backups(location)
        case let .subscribe(server), let .unsubscribe(server): .subscription(server)
        case let .inspect(request): .inspection(request.serial)
        case let .mutate(mutation): .mutation(mutation.act, mutation.request)
        case let .timer(timer, _), let .cancelTimer(timer): .timer(timer)
        case .journal, .copyToClipboard, .redraw: nil
        }
    }

    /// What happens when the same work is under way already.
    public var policy: Policy {
        switch self {
        case .loadServers, .loadServer, .loadBackups, .inspect, .timer, .unsubscribe, .cancelTimer: .latestWins
        case .subscribe: .keepFirst
        case .mutate, .journal, .copyToClipboard, .redraw: .neverCancelled
        }
    }
}

/// Tells an answer to a list apart from an older one, and from what was learned while it was on its way.
public struct LoadTicket: Hashable, Sendable {
    /// The server's count of applied events when the list was asked for.
    public var sequence: Int

    /// A ticket of a list that is asked for at this event count.
    public init(sequence: Int) {
        self.sequence = sequence
    }
}

/// What a timer is for.
public enum TimerID: Hashable, Sendable {
    /// Ticks on whole seconds while something shown depends on the time.
    case second
    /// Time for the next list.
    case poll(LocationRef)
    /// The server list of a context could not be read; try again.
    case retryServers(Context.ID)
    /// An ended operation has been visible long enough.
    case linger(ServerRef, OperationKey)
    /// A sheet has been on screen long enough to take keys.
    case sheetGuard(Int)
    /// A plan's step has taken too long.
    case runDeadline(ServerRef, Int)
}
