public import TerminalUI

/// A terminal in memory: size and acceptance are set by the test, frames are kept.
@MainActor
public final class TestTerminal: Terminal {
    /// A frame as it was drawn.
    public struct Frame: Equatable, Sendable {
        /// The cells.
        public let buffer: Buffer
        /// Where the cursor stood; nil when hidden.
        public let cursor: Point?
    }

    /// The size to draw for; tests change it and send `resized`.
    public var size: Size
    /// What it pretends to show.
    public var traits: TerminalTraits
    /// False makes it drop frames, as a frozen link does.
    public var acceptsFrames = true
    /// What `copyToClipboard` answers.
    public var clipboardResult: ClipboardResult = .sent(via: .direct)
    /// Every frame accepted, oldest first; a frame equal to the one before is not recorded again.
    public private(set) var frames: [Frame] = []
    /// How often a frame was handed over, equal ones and dropped ones included.
    public private(set) var drawCount = 0
    /// Frames drawn while none were accepted.
    public private(set) var droppedFrameCount = 0
    /// Texts put on the clipboard, oldest first.
    public private(set) var copiedTexts: [String] = []
    /// How often a full repaint was asked for.
    public private(set) var redrawCount = 0
    /// How often it rang.
    public private(set) var ringCount = 0
    /// How often the program was suspended.
    public private(set) var suspendCount = 0

    /// A terminal of 80x24 unless told otherwise.
    public init(size: Size = Size(width: 80, height: 24), traits: TerminalTraits = TerminalTraits()) {
        self.size = size
        self.traits = traits
    }

    /// The last frame's cells; blank before the first one.
    public var screen: Buffer {
        frames.last?.buffer ?? Buffer(size: size)
    }

    /// The last frame as rows of text, without spaces at their ends.
    public var screenText: String {
        screen.bounds.rows.map { screen.text(row: $0) }.joined(separator: "\n")
    }

    /// Keeps the frame.
    @discardableResult
    public func draw(_ buffer: Buffer, cursor: Point?) -> Bool {
        drawCount += 1
        guard acceptsFrames else {
            droppedFrameCount += 1
            return false
        }
        let frame = Frame(buffer: buffer, cursor: cursor)
        if frames.last != frame {
            frames.append(frame)
        }
        return true
    }

    /// Keeps the text and answers `clipboardResult`.
    public func copyToClipboard(_ text: String) -> ClipboardResult {
        copiedTexts.append(text)
        return clipboardResult
    }

    /// Counts the call.
    public func ring() -> Bool {
        ringCount += 1
        return true
    }

    /// Counts the call.
    public func redraw() {
        redrawCount += 1
    }

    /// Counts the call.
    public func suspend() {
        suspendCount += 1
    }
}
