public import BackupKit
public import FoundationEssentials

/// Everything the program knows and shows, as one value. Only `AppReducer` changes it.
public struct AppState: Equatable, Sendable {
    /// The screens of this version.
    public enum Screen: Equatable, Sendable {
        case servers
        case backups
        case contexts
        case events
        /// Running and recent work of all contexts.
        case operations
        /// The read-only display; no key leads there or away.
        case wall

        /// What the views over it go back to.
        var isRoot: Bool {
            self == .servers || self == .backups
        }
    }

    /// Wall-clock time of the action being reduced.
    public var now: Date
    /// When the session began, by our clock.
    public let startedAt: Date
    /// What the user configured; fixed for the session.
    public var settings: Settings
    /// All servers and backups by id; the screens only look at it.
    public var fleet: FleetState
    /// The screen under the overlays.
    public var screen: Screen
    /// Selection and scroll of the server list.
    public var serverList: ServerList
    /// The context under the cursor of the list of contexts.
    public var contextSelection: Context.ID?
    /// Where the list of contexts, of work or of events was opened: going back leads there.
    var screenBehind: Screen
    /// The server that was looked at last, by context.
    var lastServers: [Context.ID: ServerRef]
    /// Location, selection, order and filter of the backup list.
    public var manager: BackupManager
    /// Sheets and menus over the screen, topmost last.
    public var overlays: [Overlay]
    /// The status line's text until the next key; nil when there is none.
    public var notice: Notice?
    /// The plan being carried out on a server, or the last one that ended there.
    public var runs: [ServerRef: PlanRun]
    /// The plan that was made last: what `y t` copies.
    public internal(set) var lastPlan: Plan?
    /// Work that earlier sessions left behind, oldest first.
    public internal(set) var unfinished: [UnfinishedAct]
    /// The journal was searched for such work.
    public internal(set) var hasLookedForUnfinished = false
    /// Why nothing can be journalled; nil when it can, as far as is known.
    public var journalProblem: String?
    /// The inverse of the last rename or lock of this session; nil where there is none.
    public internal(set) var undoable: UndoableAct?
    /// What the screen of events shows.
    public internal(set) var events: EventList
    /// Downloads that wait for the one before them.
    var downloadQueue: [DownloadTarget]
    /// The one of them that runs.
    var queuedDownload: DownloadTarget?
    /// What is watched over all servers.
    public internal(set) var watch: FleetWatch
    /// What is selected among running and recent work.
    public internal(set) var operations = OperationList()
    /// Savings of what is known so far.
    var snapshotTurn = 0
    /// Set once the program is to end, with its exit code.
    public var exitCode: Int32?
    /// The server to open when it is known: from the command line.
    public var wantedServer: String?
    /// The world to open with it, by id or name.
    public var wantedWorld: String?
    /// Distinguishes the acts of this session from those of others in a journal.
    let session: String
    /// The second timer is running.
    var isTicking: Bool
    /// Makes the ids that we choose ourselves.
    var ids: IDSource
    /// Numbers acts and sheets so that late answers and timers find their own.
    var serial: Int

    /// A session that has read nothing yet; `session` and `ids` must differ from those of every other session.
    public init(
        now: Date,
        settings: Settings = Settings(),
        contexts: [Context],
        session: String,
        ids: IDSource,
        wantedServer: String? = nil,
        wantedWorld: String? = nil
    ) {
        self.now = now
        startedAt = now
        watch = FleetWatch(at: now, alarmDelay: settings.alarmDelay)
        self.settings = settings
        fleet = FleetState(contexts: contexts)
        screen = .servers
        serverList = ServerList()
        manager = BackupManager()
        screenBehind = .servers
        lastServers = [:]
        overlays = []
        runs = [:]
        unfinished = []
        downloadQueue = []
        events = EventList()
        self.wantedServer = wantedServer
        self.wantedWorld = wantedWorld
        self.session = session
        self.ids = ids
        isTicking = false
        serial = 0
    }

    /// The location whose backups are on screen.
    public var location: LocationRef? {
        manager.location
    }

    /// The server whose backups are on screen.
    public var visibleServer: ServerState? {
        manager.location.flatMap { fleet.servers[$0.server] }
    }

    /// What can be done on the server on screen.
    public var visibleCapabilities: ProviderCapabilities? {
        visibleServer?.capabilities
    }

    /// What the list on screen is narrowed to, as it was typed.
    public var filterText: String {
        switch screen {
        case .servers: serverList.filterText
        case .backups: manager.filterText
        case .events: events.filterText
        case .operations: operations.filterText
        case .contexts, .wall: ""
        }
    }

    /// The context of the server on screen.
    public var visibleContext: Context? {
        manager.location.flatMap { fleet.contexts[$0.server.context] }
    }

    /// This moment by the clock of a server's service.
    public func serviceTime(of ref: ServerRef?) -> Date {
        ref.flatMap { fleet.servers[$0] }?.serviceTime(at: now) ?? now
    }

    /// Whether severe acts on the server on screen are extreme ones.
    public var isVisibleServerProtected: Bool {
        guard let server = visibleServer?.server else { return false }
        return visibleContext?.protects(server) ?? false
    }

    /// Servers with a plan under way, always in the same order.
    var activeRuns: [ServerRef] {
        runs.filter(\.value.isActive).keys.sorted { ($0.context, $0.server) < ($1.context, $1.server) }
    }

    mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }

    mutating func nextAct() -> Identifier<JournalEntry> {
        Identifier("\(session)-\(nextSerial())")
    }

    /// What tells the next plan from all others.
    mutating func nextPlan() -> PlanBuilder.Identity {
        let act = nextAct()
        return PlanBuilder.Identity(act: act, nonce: ids.short(), backup: ids.uuid())
    }

    /// The lists that follow have yet to show what became of a request without a clear answer.
    public func isLookingFor(_ act: Identifier<JournalEntry>, at server: ServerRef) -> Bool {
        fleet.servers[server]?.unconfirmed.contains { $0.act == act } ?? false
    }
}
