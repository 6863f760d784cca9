public import BackupKit
public import FoundationEssentials

/// Something to be done outside the state, as a value: what `AppReducer` returns and a handler carries out.
public enum Effect: Equatable, Sendable {
    case loadServers(Context.ID)
    case loadServer(ServerRef)
    /// The backups of all servers of an account, where the service lists them with one request.
    case loadAllBackups(Context.ID)
    case loadBackups(LocationRef, LoadTicket)
    /// Live events until `unsubscribe`.
    case subscribe(ServerRef)
    case unsubscribe(ServerRef)
    /// This server is on screen now: its requests go first.
    case focus(ServerRef)
    /// Reads what a plan rests on, afresh.
    case inspect(Inspection.Request)
    /// Journals the intent, sends one request, journals the answer.
    case mutate(Mutation, note: IntentNote? = nil)
    case journal(JournalEntry)
    /// Takes a server's lock and journals the first line of a workflow.
    case begin(WorkOrder)
    /// Writes the last line of what an earlier session left, under its lock.
    case close(WorkOrder)
    /// The workflow on a server is over: its lock is given back.
    case release(WorkPlace, Context.ID)
    /// Looks in the journal for work that no session has ended.
    case loadUnfinished
    /// Looks who carries out a plan on a server.
    case probe(WorkPlace)
    /// The newest lines of the journal.
    case loadJournal
    /// Tells the provider of a restore that an earlier session asked for.
    case recall(LocationRef, Backup.ID, RestoreOptions, askedAt: Date)
    /// Looks what stands in the download folder for a backup's file.
    case prepareDownload(DownloadTarget)
    /// Fetches an archive; a finished file of that name is replaced only where that was asked.
    case download(DownloadTarget, replaces: Bool)
    /// Ends a download; what is there is kept for a later resume.
    case cancelDownload(DownloadTarget)
    /// Compares a downloaded file with the service's checksum.
    case verify(DownloadTarget)
    /// What an earlier session knew of a context.
    case loadSnapshot(Context.ID, origin: String)
    /// Keeps what is known of a context for the next start.
    case saveSnapshot(ContextSnapshot)
    /// The alarms that somebody has seen.
    /// Carries the count of changes asked for so far.
    case loadAcknowledgements(change: Int)
    /// Keeps that alarms were seen.
    case acknowledge([AcknowledgedAlarm])
    /// Takes back that an alarm was seen.
    case withdrawAcknowledgement(Alarm.ID)
    /// Alarms begin to be told: a bell, a program of the user's.
    case ring([AlarmNews])
    /// Writes a text to a file in the download folder.
    case export(name: String, text: String)
    /// Fires once; setting a timer again moves it.
    case timer(TimerID, after: Duration)
    case cancelTimer(TimerID)
    case copyToClipboard(what: String, text: String)
    case redraw

    /// Effects with the same id are the same work.
    public enum ID: Hashable, Sendable {
        case servers(Context.ID)
        case server(ServerRef)
        case allBackups(Context.ID)
        case backups(LocationRef)
        case subscription(ServerRef)
        case inspection(Int)
        case beginning(Identifier<JournalEntry>)
        case unfinished
        case journal
        case probe(WorkPlace)
        case mutation(Identifier<JournalEntry>, Mutation.Request)
        case timer(TimerID)
        case standing(LocationRef, Backup.ID)
        case download(LocationRef, Backup.ID)
        case verification(LocationRef, Backup.ID)
        case snapshot(Context.ID)
        case acknowledgements
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
        case let .loadAllBackups(context): .allBackups(context)
        case let .loadBackups(location, _): .backups(location)
        case let .subscribe(server), let .unsubscribe(server): .subscription(server)
        case let .inspect(request): .inspection(request.serial)
        case let .mutate(mutation, _): .mutation(mutation.act, mutation.request)
        case let .begin(order), let .close(order): .beginning(order.entry.act)
        case .loadUnfinished: .unfinished
        case .loadJournal: .journal
        case let .probe(place): .probe(place)
        case let .timer(timer, _), let .cancelTimer(timer): .timer(timer)
        case let .prepareDownload(target): .standing(target.location, target.backup.id)
        case let .download(target, _), let .cancelDownload(target): .download(target.location, target.backup.id)
        case let .verify(target): .verification(target.location, target.backup.id)
        case let .loadSnapshot(context, _): .snapshot(context)
        case .loadAcknowledgements: .acknowledgements
        case .focus, .journal, .release, .recall, .saveSnapshot, .acknowledge, .withdrawAcknowledgement, .ring, .export,
             .copyToClipboard, .redraw: nil
        }
    }

    /// What happens when the same work is under way already.
    public var policy: Policy {
        switch self {
        case .loadServers: .keepFirst
        case .loadServer, .loadAllBackups, .loadBackups, .inspect, .timer, .unsubscribe,
             .cancelTimer: .latestWins
        case .prepareDownload, .cancelDownload: .latestWins
        case .subscribe, .download, .verify: .keepFirst
        case .loadUnfinished, .loadJournal, .probe, .loadSnapshot, .loadAcknowledgements: .latestWins
        case .mutate, .begin, .close, .release, .recall, .focus, .journal, .saveSnapshot, .acknowledge,
             .withdrawAcknowledgement, .ring, .export, .copyToClipboard, .redraw: .neverCancelled
        }
    }
}

/// Tells an answer to a list apart from an older one, and from what was learned while it was on its way.
public struct LoadTicket: Hashable, Sendable {
    /// The server's count of applied events when the list was asked for.
    public var sequence: Int
    /// Whether somebody waits for it, or it only keeps the screen fresh.
    public var purpose: ReadPurpose

    /// A ticket of a list that is asked for at this event count.
    public init(sequence: Int, purpose: ReadPurpose = .poll) {
        self.sequence = sequence
        self.purpose = purpose
    }
}

/// What a timer is for.
public enum TimerID: Hashable, Sendable {
    /// Ticks on whole seconds while something shown depends on the time.
    case second
    /// Time for the next list.
    case poll(LocationRef)
    /// Time for the list of a context's servers again.
    case retryServers(Context.ID)
    /// An ended operation has been visible long enough.
    case linger(ServerRef, OperationKey)
    /// An ended download has been visible long enough.
    case transferLinger(ServerRef, Backup.ID)
    /// A sheet has been on screen long enough to take keys.
    case sheetGuard(Int)
    /// A plan's step has taken too long.
    case runDeadline(ServerRef, Int)
    /// A plan waits for a power event that should have come by now.
    case powerNews(ServerRef, Int)
    /// Something about the alarms changes by time alone.
    case alarms
    /// Time for the next list of a context's servers in turn.
    case sweep(Context.ID)
    /// Time for the next live feed of a context.
    case openFeed(Context.ID)
    /// Time to keep what is known.
    case saveSnapshots
    /// Time to read the file of acknowledged alarms.
    case acknowledgements
}
