import CTerm
import Glibc
public import TerminalUI

/// The real terminal. One a process; `run(handler:)` is the program's main loop and must be called on the main thread.
@MainActor
public final class NCursesTerminal: Terminal {
    /// What the screen does now.
    enum Mode {
        /// The terminal belongs to the shell.
        case off
        /// The terminal shows our frames.
        case on
        /// The program runs in the background and waits for the terminal.
        case background
        /// The terminal is gone.
        case lost
    }

    /// Why no frame can be made.
    enum Blockage {
        /// The device takes nothing; it tells when it does again.
        case full
        /// The device takes more, but has too much to send already.
        case slow
    }

    /// The present size in cells; it changes before `resized` is told.
    public internal(set) var size: Size
    /// What this terminal can show.
    public let traits: TerminalTraits

    let device: TtyDevice
    let screen: NCursesScreen
    let signals: Int32
    let options: NCursesOptions
    var mode = Mode.off
    var blockage: Blockage?
    var decoder: KeyDecoder
    var wantsSuspension = false
    /// Bytes of a clipboard request the device has not taken yet; no frame may cut into them.
    var unsentRequest: ArraySlice<UInt8> = []
    var shown: (buffer: Buffer, cursor: Point?)?
    var needsRepaint = true
    /// The terminal may scroll a part of its lines only, as it did before it was resized.
    var needsScrollRegion = false
    var isCut = false

    /// Opens the terminal of standard input; the screen comes on with `run(handler:)`.
    public static func open(options: NCursesOptions) throws(TerminalOpenError) -> NCursesTerminal {
        try NCursesTerminal(options: options)
    }

    private init(options: NCursesOptions) throws(TerminalOpenError) {
        let environment = options.environment
        device = try TtyDevice(isUnattended: options.isUnattended)
        // Before ncurses, which puts its own handlers wherever it finds none.
        signals = cterm_signals_open()
        for signal in [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT] {
            cterm_signals_watch(signal)
        }
        let locale = LocaleChoice.activate(environment: environment, ascii: options.ascii)
        let isColorless = options.color == .never
            || options.color == .auto && environment["NO_COLOR"]?.isEmpty == false
        size = device.size
        do {
            screen = try NCursesScreen(
                names: TerminalNames.candidates(for: environment["TERM"]),
                size: size,
                isUnicode: locale.isUnicode,
                wantsColors: !isColorless
            )
        } catch {
            cterm_signals_close(signals)
            throw error
        }
        let overSSH = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].contains { environment[$0]?.isEmpty == false }
        traits = TerminalTraits(colors: screen.colors, unicode: locale.isUnicode, overSSH: overSSH)
        let delay = environment["ESCDELAY"].flatMap { Int($0) } ?? (overSSH ? 75 : 25)
        decoder = KeyDecoder(
            sequences: screen.description.keys,
            escapeDelay: .milliseconds(min(max(delay, 1), 5000))
        )
        self.options = options
    }

    /// False while the terminal takes no more output.
    public var acceptsFrames: Bool {
        mode == .on && blockage == nil
    }

    /// Draws the difference to the last frame and writes it without blocking; what does not fit is dropped.
    @discardableResult
    public func draw(_ buffer: Buffer, cursor: Point?) -> Bool {
        guard acceptsFrames else { return false }
        if !needsRepaint, let shown, shown.cursor == cursor, shown.buffer == buffer {
            return true
        }
        guard device.isWritable else {
            blockage = .init(isFull: !device.isReadyForOutput)
            return false
        }
        let stretches = shown.map { buffer.differences(from: $0.buffer) }
            ?? buffer.bounds.rows.map { buffer.bounds.row($0) }
        if needsRepaint {
            screen.repaintAll()
        }
        // A cut sequence before this frame ends at a string terminator, which means nothing elsewhere.
        var prefix: [UInt8] = isCut ? [0x1B, 0x5C] : []
        if needsScrollRegion { prefix += screen.scrollRegion(of: size) }
        let bytes = screen.paint(buffer, stretches: stretches, cursor: cursor)
        shown = (buffer, cursor)
        needsRepaint = false
        needsScrollRegion = false
        isCut = false
        switch device.send(prefix + bytes) {
        case .complete: return true
        case .lost: mode = .lost
        case .partial:
            // What the device did not take is not kept: by the time it takes it, it would be old.
            blockage = .full
            needsRepaint = true
            needsScrollRegion = true
            isCut = true
        }
        return false
    }

    /// Sends text by OSC 52, wrapped for tmux and screen.
    public func copyToClipboard(_ text: String) -> ClipboardResult {
        guard text.utf8.count <= ClipboardSequence.limit else { return .tooLong(limit: ClipboardSequence.limit) }
        let name = options.environment["TERM"] ?? screen.name
        guard acceptsFrames, device.isWritable, TerminalNames.mayHaveClipboard(name) else { return .unavailable }
        let route = ClipboardSequence.route(environment: options.environment)
        let bytes = ClipboardSequence.bytes(for: text, route: route)
        switch device.send(bytes) {
        case .complete:
            return .sent(via: route)
        case let .partial(sent):
            unsentRequest = bytes[sent...]
            blockage = .full
            return .sent(via: route)
        case .lost:
            mode = .lost
            return .unavailable
        }
    }

    /// Sends BEL, where nothing is in the way of it.
    public func ring() -> Bool {
        guard acceptsFrames, device.isWritable else { return false }
        switch device.send([0x07]) {
        case .complete: return true
        case .partial: return false
        case .lost:
            mode = .lost
            return false
        }
    }

    /// Makes the next frame repaint everything.
    public func redraw() {
        needsRepaint = true
        if shown != nil { needsScrollRegion = true }
    }

    /// Takes effect once the present event is handled, so that the handler hears of it outside of itself.
    public func suspend() {
        wantsSuspension = true
    }
}
