/// What a screen loop drives: it hands in events, and asks after each turn for a frame and for the next time.
@MainActor
public protocol TerminalLoopHandler: AnyObject {
    /// Takes one event. Must return at once.
    func handle(_ event: TerminalEvent)
    /// Draws if anything changed; returns after how long it wants to be called again, or nil for only after events.
    func turn() -> Duration?
    /// The exit code, once the loop shall end.
    var exitRequest: Int32? { get }
}
