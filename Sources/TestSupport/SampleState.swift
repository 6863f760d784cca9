public import AppCore
import AppUI
public import BackupKit
public import FoundationEssentials
import TerminalUI

/// An `AppState` brought about by real actions through `AppReducer`, as a user and a service would bring it about.
/// Nothing is carried out: the effects that were asked for are kept for the test to look at and to answer.
public struct SampleState: Sendable {
    /// The state as it is now.
    public private(set) var state: AppState
    /// Every effect asked for so far, oldest first.
    public private(set) var effects: [Effect] = []

    /// A session that has just started and knows no server yet.
    public init(
        contexts: [Context],
        settings: Settings = Settings(),
        server: String? = nil,
        screen: AppState.Screen = .servers,
        now: Date = .sample
    ) {
        state = AppState(
            now: now, settings: settings, contexts: contexts, session: "sample", ids: IDSource(1, 2),
            wantedServer: server
        )
        state.screen = screen
        send(.started)
    }

    /// One server on screen, its live feed up, its power known and its list read.
    public init(
        server: Server = .sample(),
        context: Context = .sample(),
        settings: Settings = Settings(),
        backups: [Backup] = Backup.samples,
        operations: [OperationReport] = [],
        power: PowerState? = .running,
        isLive: Bool = true
    ) {
        self.init(contexts: [context], settings: settings)
        load([server], of: context.id)
        if isLive {
            event(.connected)
            if let power { event(.power(power)) }
        }
        list(backups, operations: operations)
        // Going live asked for one more list.
        if isLive { list(backups, operations: operations) }
    }

    /// Requests that would have changed something at the service.
    public var mutations: [Mutation] {
        effects.compactMap { if case let .mutate(mutation, _) = $0 { mutation } else { nil } }
    }

    /// The server on screen; stops the test where there is none.
    public var location: LocationRef {
        guard let location = state.location else { preconditionFailure("the sample shows no server") }
        return location
    }
}

// MARK: Time and keys

extension SampleState {
    /// Reduces an action, some seconds after the last one.
    @discardableResult
    public mutating func send(_ action: AppAction, after seconds: TimeInterval = 0) -> [Effect] {
        state.now += seconds
        let new = AppReducer.reduce(into: &state, action: action)
        effects += new
        // The journal of a sample always works.
        for case let .begin(order) in new { send(.began(order.server, order.entry.act, problem: nil)) }
        return new
    }

    /// Presses keys in their text form, such as `c`, `enter`, `ctrl-d`.
    public mutating func press(_ keys: String...) {
        for key in keys {
            guard let event = KeyEvent(key) else { preconditionFailure("\(key) is no key") }
            send(AppAction(event, keymap: .standard, overlays: state.overlays))
        }
    }

    /// Types text, one character at a time.
    public mutating func type(_ text: String) {
        for character in text {
            send(AppAction(KeyEvent(character), keymap: .standard, overlays: state.overlays))
        }
    }

    /// Ends the guard time of every sheet on screen.
    public mutating func arm() {
        for effect in effects {
            if case let .timer(.sheetGuard(serial), _) = effect { send(.timerFired(.sheetGuard(serial))) }
        }
    }

    /// Lets seconds pass one by one, with the second timer firing each time.
    public mutating func pass(seconds: Int) {
        for _ in 0 ..< seconds { send(.timerFired(.second), after: 1) }
    }
}

// MARK: What the service tells

extension SampleState {
    /// The answer to the server list of a context.
    public mutating func load(_ servers: [Server], of context: Context.ID = "smp") {
        send(.serversLoaded(context, .success(servers)))
    }

    /// A live event of the server on screen.
    public mutating func event(_ event: ProviderEvent, after seconds: TimeInterval = 0) {
        send(.provider(location.server, event), after: seconds)
    }

    /// News of a piece of work.
    public mutating func progress(
        _ kind: OperationKind,
        of backup: Backup.ID,
        phase: OperationPhase? = nil,
        _ fraction: Double?,
        state: OperationState = .running,
        after seconds: TimeInterval = 0
    ) {
        let usual: OperationPhase = kind == .restore ? .extract : .archive
        event(.progress(OperationReport(
            backup: backup, kind: kind, phase: phase ?? usual, fraction: fraction, state: state
        )), after: seconds)
    }

    /// The answer to the list that is on its way, or to one asked for now.
    public mutating func list(
        _ backups: [Backup],
        operations: [OperationReport] = [],
        unreadable: Int = 0,
        withheld: Int = 0,
        date: Date? = nil,
        after seconds: TimeInterval = 0
    ) {
        let listing = BackupListing(
            backups: backups, operations: operations, unreadable: unreadable, withheld: withheld, date: date
        )
        answerList(.success(listing), after: seconds)
    }

    /// A failed answer to the list.
    public mutating func failList(_ error: ProviderError, after seconds: TimeInterval = 0) {
        answerList(.failure(error), after: seconds)
    }

    /// The answer to what a plan asked to read; the server and the list as they are known unless told otherwise.
    public mutating func inspect(
        server: Server? = nil,
        backups: [Backup]? = nil,
        operations: [OperationReport] = [],
        archive: Inspection.ArchiveProof = .notAsked,
        after seconds: TimeInterval = 0
    ) {
        var asked: Inspection.Request?
        for case let .inspect(request) in effects { asked = request }
        guard let request = asked else { preconditionFailure("nothing asked for a reading") }
        let known = state.fleet.servers[request.location.server]?.server
        state.now += seconds
        send(.inspected(request, .success(Inspection(
            server: server ?? known ?? .sample(),
            listing: BackupListing(
                backups: backups ?? state.fleet[request.location]?.backups ?? [], operations: operations
            ),
            readAt: state.now,
            archive: archive
        ))))
    }

    /// The answer to the last request that changes something.
    public mutating func answer(_ answer: MutationAnswer, after seconds: TimeInterval = 0) {
        guard let mutation = mutations.last else { preconditionFailure("nothing was sent") }
        send(.mutationAnswered(mutation, answer), after: seconds)
    }

    private mutating func answerList(_ result: Result<BackupListing, ProviderError>, after seconds: TimeInterval) {
        var asked: LoadTicket?
        for case let .loadBackups(location, ticket) in effects where location == state.location { asked = ticket }
        send(.backupsLoaded(location, asked ?? LoadTicket(sequence: 0), result), after: seconds)
    }
}
