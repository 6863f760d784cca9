public import AppCore
public import TerminalUI

/// Ties store and terminal together: keys in, frames out, at most 30 a second (2 on the wall) and only when something
/// changed.
@MainActor
public final class AppRuntime: TerminalLoopHandler {
    /// Shortest time between two frames.
    public static let frameInterval: Duration = .milliseconds(33)
    /// The same on the wall: nobody types there, and each answer of a thousand servers is not worth a frame of its own.
    public static let wallInterval: Duration = .milliseconds(500)

    private let store: Store
    private let terminal: any Terminal
    private var context: ViewContext
    private let clock: any Clock<Duration>
    private var isDirty = true
    private var sinceLastFrame: () -> Duration?
    /// Called after every frame that went out whole: a watchdog sees by it that the display lives.
    public var onFrame: (() -> Void)?

    /// Hooks itself into the store; `clock` measures the time between frames.
    public init(
        store: Store,
        terminal: any Terminal,
        context: ViewContext,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.store = store
        self.terminal = terminal
        self.context = context
        self.clock = clock
        sinceLastFrame = { nil }
        store.didChange = { [weak self] in self?.isDirty = true }
        store.onTerminalEffect = { [weak self] in self?.perform($0) }
    }

    /// The exit code once the program is to end.
    public var exitRequest: Int32? {
        store.state.exitCode
    }

    /// Turns what the terminal told into an action.
    public func handle(_ event: TerminalEvent) {
        switch event {
        // The wall takes no input: whatever is typed into it is read, so that nothing blocks, and dropped.
        case .key where isWall, .paste where isWall: break
        case let .key(key): press(key)
        case let .paste(text):
            // Outside text fields a paste is ignored; a plan's cancel window is stopped by it as by any key.
            if !store.state.overlays.isEmpty { store.send(.sheetKey(.paste(text))) }
        case .resized, .outputReady: isDirty = true
        case .interrupted: store.send(.session(.interrupted))
        case .terminated: store.send(.session(.terminated))
        case .hangup: store.send(.session(.hungUp))
        case .suspending: store.send(.session(.suspending))
        case .resumed: store.send(.session(.resumed))
        }
    }

    /// Draws if something changed; answers how long to wait for the next frame, nil when nothing is due.
    public func turn() -> Duration? {
        guard isDirty, terminal.acceptsFrames else { return nil }
        let interval = isWall ? Self.wallInterval : Self.frameInterval
        if let elapsed = sinceLastFrame(), elapsed < interval { return interval - elapsed }
        draw()
        return nil
    }

    private func draw() {
        let size = terminal.size
        let rows = RootView(store.state, context).listRows(size: size)
        if rows > 0, rows != store.state.manager.viewportRows { store.send(.viewportChanged(rows: rows)) }
        // Only the view knows how long an overlay is; without this a scroll beyond its end would have to be undone.
        if let scroll = store.state.overlays.last?.scroll, scroll > 0,
           let limit = RootView(store.state, context).scrollLimit(size: size), scroll > limit {
            store.send(.overlayScrolled(to: limit))
        }
        let frame = RootView(store.state, context).frame(size: size)
        let isShown = terminal.draw(frame.buffer, cursor: frame.cursor)
        isDirty = false
        sinceLastFrame = Self.stopwatch(clock)
        if isShown { onFrame?() }
    }

    private var isWall: Bool {
        store.state.screen == .wall
    }

    /// Opens the type of the clock, so that the elapsed time can be asked for later.
    private static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration? {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    private func press(_ key: KeyEvent) {
        let overlays = store.state.overlays
        // A sheet takes every key, but a garbled screen must be curable there too.
        if !overlays.isEmpty, context.keymap.action(for: key) == .redraw { perform(.redraw) }
        store.send(AppAction(key, keymap: context.keymap, overlays: overlays))
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .redraw:
            terminal.redraw()
            isDirty = true
        case let .copyToClipboard(what, text):
            store.send(.copied(what, CopyOutcome(terminal.copyToClipboard(text))))
        default:
            break
        }
    }
}
