/// The port towards the user: shows frames. Keys and everything else arrive as `TerminalEvent` through the loop.
@MainActor
public protocol Terminal: AnyObject {
    /// The present size in cells.
    var size: Size { get }
    /// What the terminal can show.
    var traits: TerminalTraits { get }
    /// False while output is blocked; a frame drawn then is dropped and a full one must follow `outputReady`.
    var acceptsFrames: Bool { get }
    /// Shows a frame, with the cursor at a cell or hidden. Never blocks; an unchanged frame sends nothing.
    ///
    /// - Returns: whether the terminal now shows all of it, as far as the device tells.
    @discardableResult
    func draw(_ buffer: Buffer, cursor: Point?) -> Bool
    /// Asks the terminal to put text on the user's clipboard.
    func copyToClipboard(_ text: String) -> ClipboardResult
    /// Rings, where the terminal does that; answers whether it could be told to.
    func ring() -> Bool
    /// Makes the next frame repaint everything, whatever the terminal shows now.
    func redraw()
    /// Gives the terminal back and stops the program until it is continued.
    func suspend()
}

/// What the terminal tells the program.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(KeyEvent)
    /// Text came in between paste brackets, untreated.
    case paste(String)
    /// The size changed; the next frame must have the new one.
    case resized(Size)
    /// SIGINT, usually Ctrl-C.
    case interrupted
    /// A request to end, such as SIGTERM; the number of the signal.
    case terminated(signal: Int32)
    /// The terminal is gone: SIGHUP, an error or the end of its input.
    case hangup
    /// The program is about to stop, and the terminal to be given back.
    case suspending
    /// The program runs again; the next frame repaints everything.
    case resumed
    /// Output is possible again after it was blocked; the next frame repaints everything.
    case outputReady
}
