public import FoundationEssentials

/// Holds the state, runs the reducer and keeps the tasks of effects. The only place that mutates `AppState`.
@MainActor
public final class Store {
    /// The state after the last action.
    public private(set) var state: AppState
    /// Called after every action; only drawing is coalesced, never actions.
    public var didChange: (() -> Void)?
    /// Effects for the terminal, which only the runtime can carry out.
    public var onTerminalEffect: ((Effect) -> Void)?

    /// Alarms that begin to be told: for a bell and a program of the user's.
    public var onAlarms: (([AlarmNews]) -> Void)?

    private let handler: any EffectHandler
    private let now: @Sendable () -> Date
    private var tasks: [Effect.ID: (number: Int, task: Task<Void, Never>)] = [:]
    private var nextNumber = 0
    /// Journal lines that are on their way to the disk.
    public private(set) var unwrittenLines = 0
    /// Every mutating request that was ever handed on: none goes twice, whatever the reducer asks for.
    private var sent: Set<Effect.ID> = []

    /// A store over a state; `now` stamps every action, and effects go to `handler`.
    public init(
        state: AppState,
        handler: any EffectHandler,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.state = state
        self.handler = handler
        self.now = now
    }

    /// Reduces one action and starts what follows from it.
    public func send(_ action: AppAction) {
        state.now = now()
        let effects = AppReducer.reduce(into: &state, action: action)
        for effect in effects { start(effect) }
        didChange?()
    }

    /// Cancels everything that may be cancelled. Mutations that have left go on until the process ends.
    public func stop() {
        for (_, entry) in tasks { entry.task.cancel() }
        tasks = [:]
    }

    /// True when no effect is under way, apart from timers and subscriptions.
    public var isSettled: Bool {
        !tasks.keys.contains {
            switch $0 {
            case .servers, .server, .allBackups, .backups, .inspection, .mutation, .standing, .verification, .beginning,
                 .unfinished, .journal, .probe: true
            case .subscription, .timer, .download, .snapshot, .acknowledgements: false
            }
        }
    }

    /// Starts one effect by its policy.
    func start(_ effect: Effect) {
        switch effect {
        case .copyToClipboard, .redraw:
            onTerminalEffect?(effect)
            return
        case let .ring(news):
            onAlarms?(news)
            return
        case .unsubscribe, .cancelTimer, .cancelDownload:
            if let id = effect.id { tasks.removeValue(forKey: id)?.task.cancel() }
            return
        default:
            break
        }
        guard let id = effect.id else {
            let isLine = if case .journal = effect { true } else { false }
            if isLine { unwrittenLines += 1 }
            run(effect) { [weak self] in
                guard isLine else { return }
                self?.unwrittenLines -= 1
                self?.didChange?()
            }
            return
        }
        switch effect.policy {
        case .keepFirst where tasks[id] != nil: return
        case .neverCancelled where !sent.insert(id).inserted: return
        case .latestWins: tasks.removeValue(forKey: id)?.task.cancel()
        case .keepFirst, .neverCancelled: break
        }
        nextNumber += 1
        let number = nextNumber
        let task = run(effect) { [weak self] in
            if self?.tasks[id]?.number == number { self?.tasks[id] = nil }
        }
        tasks[id] = (number, task)
    }

    @discardableResult
    private func run(_ effect: Effect, then finish: @escaping @MainActor () -> Void = {}) -> Task<Void, Never> {
        let stream = handler.actions(for: effect)
        return Task { [weak self] in
            for await action in stream {
                if Task.isCancelled { break }
                // The work is over before its answer is reduced, so that the answer may start it anew.
                if effect.id.map(\.endsWithFirstAnswer) == true { finish() }
                self?.send(action)
            }
            finish()
        }
    }
}

extension Effect.ID {
    /// All but subscriptions and downloads answer once.
    var endsWithFirstAnswer: Bool {
        switch self {
        case .subscription, .download: false
        default: true
        }
    }
}
