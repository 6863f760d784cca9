/// Turns the bytes a terminal sends into keys and pastes.
///
/// Bytes may come in any pieces: a sequence cut by a slow link is put together while the rest comes in time, and is
/// harmless otherwise. Unknown sequences and answers of the terminal vanish. Text between paste brackets is one paste.
public struct KeyDecoder: Sendable {
    /// The most bytes of one paste; what comes after them is dropped.
    public static let pasteLimit = 1 << 20
    private static let stringLimit = 1 << 16
    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    enum State: Equatable {
        case ground
        /// Bytes of an escape sequence so far, the escape included.
        case sequence([UInt8])
        /// A string such as an answer to a query, of which only the length counts.
        case string(count: Int, endsWithEscape: Bool)
        case paste([UInt8])
    }

    private let sequences: [[UInt8]: KeyEvent]
    private let sequencePrefixes: Set<[UInt8]>
    private let escapeDelay: Duration
    private var state = State.ground
    private var utf8: [UInt8] = []
    private var typed = String.UnicodeScalarView()
    private var events: [TerminalEvent] = []

    /// A decoder.
    ///
    /// - Parameters:
    ///   - sequences: What this terminal sends for keys, beside the sequences common to all.
    ///   - escapeDelay: How long a lone escape waits for the rest of a sequence before it counts as the Escape key.
    public init(sequences: [String: KeyEvent] = [:], escapeDelay: Duration = .milliseconds(25)) {
        var known: [[UInt8]: KeyEvent] = [:]
        var prefixes: Set<[UInt8]> = []
        for (text, event) in sequences where text.utf8.first == 0x1B && text.utf8.count > 1 {
            let bytes = Array(text.utf8)
            known[bytes] = event
            for length in 1 ..< bytes.count {
                prefixes.insert(Array(bytes[..<length]))
            }
        }
        self.sequences = known
        sequencePrefixes = prefixes
        self.escapeDelay = escapeDelay
    }

    /// How long to wait for more bytes before calling `timeOut()`; nil when nothing is pending.
    public var waitingTime: Duration? {
        switch state {
        case .ground: nil
        case let .sequence(bytes) where bytes.count == 1: escapeDelay
        // Nobody types the beginning of a longer sequence by hand, so a slow link gets more time.
        case .sequence, .string: max(escapeDelay * 10, .milliseconds(300))
        case .paste: .seconds(2)
        }
    }

    /// Takes bytes as they came and returns what they mean.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
        for byte in bytes {
            take(byte)
        }
        return takeEvents()
    }

    /// Gives up waiting for the rest of a sequence.
    ///
    /// A lone escape becomes the Escape key, an introducer becomes the Alt key it may have been, a longer beginning
    /// vanishes, and an unfinished paste ends.
    public mutating func timeOut() -> [TerminalEvent] {
        switch state {
        case .ground:
            break
        case let .sequence(bytes):
            state = .ground
            if bytes.allSatisfy({ $0 == 0x1B }) {
                bytes.forEach { _ in emit(KeyEvent(.escape)) }
            } else if bytes.count == 2 {
                emit(Self.plainKey(bytes[1]), with: .alt)
            }
        case .string:
            state = .ground
        case let .paste(bytes):
            state = .ground
            flushTyped()
            events.append(.paste(String(decoding: bytes.prefix(Self.pasteLimit), as: UTF8.self)))
        }
        return takeEvents()
    }
}

extension KeyDecoder {
    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground:
            takeGround(byte)
        case let .sequence(bytes):
            takeSequence(bytes, byte)
        case let .string(count, endsWithEscape):
            let isEnd = byte == 0x07 || endsWithEscape && byte == 0x5C || count >= Self.stringLimit
            state = isEnd ? .ground : .string(count: count + 1, endsWithEscape: byte == 0x1B)
        case .paste:
            takePaste(byte)
        }
    }

    private mutating func takeGround(_ byte: UInt8) {
        if byte >= 0x80 {
            takeUTF8(byte)
            return
        }
        utf8 = []
        if byte == 0x1B {
            state = .sequence([byte])
        } else if (0x20 ..< 0x7F).contains(byte) {
            typed.append(Unicode.Scalar(byte))
        } else {
            emit(Self.plainKey(byte))
        }
    }

    private mutating func takeUTF8(_ byte: UInt8) {
        if byte >= 0xC0 {
            utf8 = []
        }
        utf8.append(byte)
        let length = switch utf8[0] {
        case 0xC2 ... 0xDF: 2
        case 0xE0 ... 0xEF: 3
        case 0xF0 ... 0xF4: 4
        default: 1
        }
        guard utf8.count >= length else { return }
        if length > 1, let text = String(validating: utf8, as: UTF8.self) {
            typed.append(contentsOf: text.unicodeScalars)
        }
        utf8 = []
    }

    private mutating func takePaste(_ byte: UInt8) {
        guard case var .paste(bytes) = state else { return }
        // Releases the stored copy, so that appending does not copy the paste for every byte.
        state = .ground
        if bytes.count >= Self.pasteLimit + Self.pasteEnd.count {
            bytes.remove(at: Self.pasteLimit)
        }
        bytes.append(byte)
        if byte == 0x7E, bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
            bytes.removeLast(Self.pasteEnd.count)
            flushTyped()
            events.append(.paste(String(decoding: bytes.prefix(Self.pasteLimit), as: UTF8.self)))
        } else {
            state = .paste(bytes)
        }
    }

    private mutating func takeSequence(_ before: [UInt8], _ byte: UInt8) {
        let bytes = before + [byte]
        if let event = sequences[bytes] {
            state = .ground
            emit(event)
            return
        }
        if sequencePrefixes.contains(bytes) {
            state = .sequence(bytes)
            return
        }
        switch EscapeSequence.parse(bytes) {
        case .incomplete:
            state = bytes.count < 64 ? .sequence(bytes) : .ground
        case let .key(event):
            state = .ground
            emit(event)
        case let .alt(byte):
            state = .ground
            emit(Self.plainKey(byte), with: .alt)
        case .pasteStart:
            flushTyped()
            state = .paste([])
        case .string:
            state = .string(count: 0, endsWithEscape: false)
        case .ignored:
            state = .ground
        case .aborted where bytes.count == 3 && bytes[1] == 0x1B:
            emit(KeyEvent(.escape))
            state = .sequence([0x1B])
            takeSequence([0x1B], byte)
        case .aborted:
            // A control byte or a new escape inside a sequence: the old one is lost, the byte counts by itself.
            state = .ground
            takeGround(byte)
        }
    }

    private static func plainKey(_ byte: UInt8) -> KeyEvent {
        switch byte {
        case 0x00: KeyEvent(" ", modifiers: .control)
        case 0x08, 0x7F: KeyEvent(.backspace)
        case 0x09: KeyEvent(.tab)
        case 0x0A, 0x0D: KeyEvent(.enter)
        case 0x1B: KeyEvent(.escape)
        case 0x01 ..< 0x1B: KeyEvent(Character(Unicode.Scalar(byte + 0x60)), modifiers: .control)
        case 0x1C ..< 0x20: KeyEvent(Character(Unicode.Scalar(byte + 0x40)), modifiers: .control)
        default: KeyEvent(Character(Unicode.Scalar(byte)))
        }
    }

    private mutating func emit(_ event: KeyEvent, with modifiers: KeyEvent.Modifiers = []) {
        flushTyped()
        events.append(.key(KeyEvent(event.key, modifiers: event.modifiers.union(modifiers))))
    }

    /// Typed code points that came together form clusters, so that an emoji of several arrives as one key.
    private mutating func flushTyped() {
        guard !typed.isEmpty else { return }
        for character in String(typed) {
            events.append(.key(KeyEvent(character)))
        }
        typed = String.UnicodeScalarView()
    }

    private mutating func takeEvents() -> [TerminalEvent] {
        flushTyped()
        defer { events = [] }
        return events
    }
}
