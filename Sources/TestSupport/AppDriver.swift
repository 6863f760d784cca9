public import AppCore
public import AppUI
public import FoundationEssentials
public import TerminalUI

/// Drives the whole program without a terminal: keys go in, the screen comes out, and waiting is for conditions.
@MainActor
public final class AppDriver {
    /// The store under test.
    public let store: Store
    /// The runtime under test.
    public let runtime: AppRuntime
    /// What it draws on.
    public let terminal: TestTerminal
    /// Paces the frames; moves only by `draw` and by hand.
    public let clock: ManualClock
    private let handler: any EffectHandler

    private var waiters: [(condition: (AppDriver) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    /// A program over a handler of effects, such as one with real or scripted providers.
    public init(
        state: AppState,
        handler: any EffectHandler,
        now: @escaping @Sendable () -> Date,
        size: Size = Size(width: 80, height: 24),
        traits: TerminalTraits = TerminalTraits(),
        time: TimeText = TimeText(zone: .gmt)
    ) {
        self.handler = handler
        store = Store(state: state, handler: handler, now: now)
        terminal = TestTerminal(size: size, traits: traits)
        clock = ManualClock()
        runtime = AppRuntime(
            store: store,
            terminal: terminal,
            context: ViewContext(traits: traits, time: time),
            clock: clock
        )
        let markDirty = store.didChange
        store.didChange = { [weak self] in
            markDirty?()
            self?.wakeWaiters()
        }
    }

    /// A program that goes on from a sample, at the sample's time; what it asks for is recorded and never answered.
    public convenience init(
        _ sample: SampleState,
        size: Size = Size(width: 80, height: 24),
        traits: TerminalTraits = TerminalTraits()
    ) {
        let moment = sample.state.now
        self.init(state: sample.state, handler: SilentEffectHandler(), now: { moment }, size: size, traits: traits)
    }

    /// What was asked for since the sample, where nothing is carried out.
    public var effects: [Effect] {
        (handler as? SilentEffectHandler)?.effects ?? []
    }

    /// The state now.
    public var state: AppState {
        store.state
    }

    /// The screen as text, drawn anew if anything changed.
    public var screen: String {
        draw()
        return terminal.screenText
    }

    /// Lets enough time pass for a frame and draws it if anything changed.
    public func draw() {
        clock.advance(by: state.screen == .wall ? AppRuntime.wallInterval : AppRuntime.frameInterval)
        _ = runtime.turn()
    }

    /// Presses keys in their text form, such as `c`, `enter`, `ctrl-d`.
    public func press(_ keys: String...) {
        for key in keys {
            guard let event = KeyEvent(key) else { preconditionFailure("\(key) is no key") }
            runtime.handle(.key(event))
        }
    }

    /// Types text, one key at a time.
    public func type(_ text: String) {
        for character in text { runtime.handle(.key(KeyEvent(character))) }
    }

    /// Sends bytes as a terminal would, each piece on its own and followed by enough silence to end a sequence.
    public func send(bytes pieces: [[UInt8]]) {
        var decoder = KeyDecoder()
        for piece in pieces {
            (decoder.feed(piece) + decoder.timeOut()).forEach(runtime.handle)
        }
    }

    /// Resizes the terminal.
    public func resize(to size: Size) {
        terminal.size = size
        runtime.handle(.resized(size))
    }

    /// Returns as soon as the condition holds; it is looked at after every action.
    public func wait(until condition: @escaping (AppDriver) -> Bool) async {
        if condition(self) { return }
        await withCheckedContinuation { waiters.append((condition, $0)) }
    }

    /// Returns as soon as the screen shows a text.
    public func wait(for text: String) async {
        await wait { $0.screen.contains(text) }
    }

    private func wakeWaiters() {
        // Taken out first: a condition that draws may change the state and come back here.
        let all = waiters
        waiters = []
        for waiter in all {
            if waiter.condition(self) {
                waiter.continuation.resume()
            } else {
                waiters.append(waiter)
            }
        }
    }
}
