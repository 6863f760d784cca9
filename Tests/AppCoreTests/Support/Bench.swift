import BackupKit
import FoundationEssentials
@testable import AppCore

/// The state under test with everything it asked for: loads and timers still under way, and every request ever sent.
struct Bench {
    var state: AppState
    /// Effects of the last action.
    private(set) var effects: [Effect] = []
    /// Every mutating request asked for since the beginning.
    private(set) var sent: [Mutation] = []
    private(set) var journal: [JournalEntry] = []
    private(set) var tickets: [LocationRef: [LoadTicket]] = [:]
    private(set) var timers: [TimerID: Duration] = [:]
    private(set) var inspections: [Inspection.Request] = []
    /// Plans wait for their journal until the test answers.
    var holdsJournal = false
    /// Workflows whose lock and first line were asked for.
    private(set) var orders: [WorkOrder] = []
    private(set) var released: [WorkPlace] = []
    /// What was to be put aside.
    private(set) var closings: [WorkOrder] = []
    /// The notes that went with the requests sent.
    private(set) var notes: [IntentNote?] = []
    /// The archive asked for last.
    private(set) var asked: DownloadTarget?
    /// Lists asked for since the beginning.
    private(set) var listsAsked = 0

    init(
        contexts: [Context] = [Sample.context()],
        settings: Settings = Settings(makesSafetyBackup: false),
        wantedServer: String? = nil,
        wantedWorld: String? = nil,
        session: String = "test",
        ids: IDSource = IDSource(1, 2)
    ) {
        state = AppState(
            now: Sample.now,
            settings: settings,
            contexts: contexts,
            session: session, ids: ids,
            wantedServer: wantedServer,
            wantedWorld: wantedWorld
        )
    }

    /// The visible server with its list read, its feed up and its power told.
    static func opened(
        _ backups: [Backup] = Sample.backups,
        _ reports: [OperationReport] = [],
        context: Context = Sample.context(),
        settings: Settings = Settings(makesSafetyBackup: false),
        servers: [Server] = [Sample.server()],
        power: PowerState? = .running
    ) -> Bench {
        var bench = Bench(contexts: [context], settings: settings)
        bench.send(.started)
        bench.send(.serversLoaded(context.id, .success(servers)))
        if bench.state.location == nil {
            bench.state.serverList.selection = ServerRef(context: context.id, server: servers[0].id)
            bench.send(.user(.open))
        }
        bench.list(backups, reports)
        if context.capabilities.news.hasLiveEvents {
            bench.event(.connected)
            bench.list(backups, reports)
        }
        if let power { bench.event(.power(power)) }
        return bench
    }

    @discardableResult
    mutating func send(_ action: AppAction) -> [Effect] {
        if case let .timerFired(timer) = action { timers[timer] = nil }
        effects = AppReducer.reduce(into: &state, action: action)
        let asked = effects
        for effect in asked { note(effect) }
        if !holdsJournal {
            for case let .begin(order) in asked { send(.began(order.server, order.entry.act, problem: nil)) }
        }
        return asked
    }

    private mutating func note(_ effect: Effect) {
        switch effect {
        case let .loadBackups(location, ticket):
            tickets[location, default: []].append(ticket)
            listsAsked += 1
        case let .mutate(mutation, note):
            sent.append(mutation)
            notes.append(note)
        case let .begin(order): orders.append(order)
        case let .close(order): closings.append(order)
        case let .release(place, _): released.append(place)
        case let .journal(entry): journal.append(entry)
        case let .timer(timer, delay): timers[timer] = delay
        case let .cancelTimer(timer): timers[timer] = nil
        case let .inspect(request): inspections.append(request)
        case let .prepareDownload(target): asked = target
        default: break
        }
    }

    // MARK: What happens

    @discardableResult
    mutating func event(_ event: ProviderEvent, of ref: ServerRef = Sample.ref) -> [Effect] {
        send(.provider(ref, event))
    }

    @discardableResult
    mutating func progress(
        _ backup: Backup.ID,
        _ kind: OperationKind,
        _ state: OperationState,
        phase: OperationPhase? = nil,
        _ fraction: Double? = nil,
        of ref: ServerRef = Sample.ref
    ) -> [Effect] {
        event(.progress(Sample.report(backup, kind, state, phase: phase, fraction)), of: ref)
    }

    /// Answers the list under way; lets the poll timer ask for one when none is.
    @discardableResult
    mutating func list(
        _ backups: [Backup] = Sample.backups,
        _ reports: [OperationReport] = [],
        at location: LocationRef? = nil
    ) -> [Effect] {
        answerList(.success(BackupListing(backups: backups, operations: reports)), at: location)
    }

    /// The same with everything else that a list may tell.
    @discardableResult
    mutating func list(_ listing: BackupListing, at location: LocationRef? = nil) -> [Effect] {
        answerList(.success(listing), at: location)
    }

    /// A reading of the server arrives.
    @discardableResult
    mutating func serverRead(
        _ server: Server = Sample.server(),
        at ref: ServerRef = Sample.ref,
        askedAgo: Double = 0
    ) -> [Effect] {
        state.fleet.servers[ref]?.readAskedAt = state.now.addingTimeInterval(-askedAgo)
        return send(.serverLoaded(ref, .success(server)))
    }

    @discardableResult
    mutating func failList(_ error: ProviderError = Sample.offline, at location: LocationRef? = nil) -> [Effect] {
        answerList(.failure(error), at: location)
    }

    private mutating func answerList(
        _ result: Result<BackupListing, ProviderError>,
        at location: LocationRef?
    ) -> [Effect] {
        let location = location ?? state.location ?? Sample.place
        if tickets[location, default: []].isEmpty { send(.timerFired(.poll(location))) }
        guard let ticket = tickets[location]?.first else { return [] }
        tickets[location]?.removeFirst()
        return send(.backupsLoaded(location, ticket, result))
    }

    /// Moves the clock, without telling anyone.
    mutating func wait(_ seconds: Double) {
        state.now = state.now.addingTimeInterval(seconds)
    }

    /// Lets seconds go by, one tick each.
    mutating func tick(_ seconds: Int) {
        for _ in 0 ..< seconds {
            wait(1)
            send(.timerFired(.second))
        }
    }

    @discardableResult
    mutating func press(_ action: UserAction) -> [Effect] {
        send(.user(action))
    }

    @discardableResult
    mutating func key(_ key: SheetKey) -> [Effect] {
        send(.sheetKey(key))
    }

    mutating func type(_ text: String) {
        for character in text { send(.sheetKey(.character(character))) }
    }

    /// Lets the guard time of the sheet on top go by.
    mutating func arm() {
        let guards = timers.keys.filter { if case .sheetGuard = $0 { true } else { false } }
        for timer in guards { send(.timerFired(timer)) }
    }

    // MARK: What is there

    var server: ServerState? {
        state.fleet.servers[Sample.ref]
    }

    func operation(_ backup: Backup.ID, _ kind: OperationKind) -> BackupOperation? {
        server?.operations[Sample.key(backup, kind)]
    }

    var run: PlanRun? {
        state.runs[Sample.ref]
    }

    /// The requests sent so far, without act and place.
    var requests: [Mutation.Request] {
        sent.map(\.request)
    }

    var planSheet: PlanSheet? {
        if case let .plan(sheet)? = state.overlays.last { sheet } else { nil }
    }

    var nameSheet: NameSheet? {
        if case let .name(sheet)? = state.overlays.last { sheet } else { nil }
    }

    var confirmSheet: ConfirmSheet? {
        if case let .confirm(sheet)? = state.overlays.last { sheet } else { nil }
    }

    /// The plan behind the light sheet on top.
    var lightPlan: Plan? {
        if case let .carryOut(plan)? = confirmSheet?.act { plan } else { nil }
    }

    var unfinishedSheet: UnfinishedSheet? {
        if case let .unfinished(sheet)? = state.overlays.last { sheet } else { nil }
    }

    var menu: Menu? {
        if case let .menu(menu)? = state.overlays.last { menu } else { nil }
    }

    var rows: [String] {
        state.manager.rows.map(\.rawValue)
    }

    var selection: String? {
        state.manager.selection?.rawValue
    }
}

extension [Effect] {
    var lists: [LocationRef] {
        compactMap { if case let .loadBackups(location, _) = $0 { location } else { nil } }
    }

    var mutations: [Mutation.Request] {
        compactMap { if case let .mutate(mutation, _) = $0 { mutation.request } else { nil } }
    }

    /// The delay of the last timer of this id.
    func delay(of timer: TimerID) -> Duration? {
        compactMap { if case .timer(timer, let delay) = $0 { delay } else { nil } }.last
    }
}
