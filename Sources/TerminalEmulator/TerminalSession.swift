/// A program on a pseudo-terminal together with the screen a user would see.
///
/// Nothing here sleeps: waiting means reading what the program writes until a condition holds.
public final class TerminalSession {
    /// What the user sees.
    public let screen: EmulatedScreen
    /// The line and the program.
    public let line: PseudoTerminal
    /// Everything the program wrote so far, up to 8 MiB.
    public private(set) var transcript: [UInt8] = []
    /// How many bytes the program wrote so far.
    public private(set) var receivedByteCount = 0
    /// While true nothing is read, as on a link that has frozen.
    public var isFrozen = false
    /// Whether the program closed the line.
    public private(set) var isClosed = false

    private static let transcriptLimit = 8 << 20
    private let clock = ContinuousClock()

    /// Starts a program.
    public init(
        path: String,
        arguments: [String] = [],
        environment: [String: String],
        directory: String? = nil,
        columns: Int = 80,
        rows: Int = 24
    ) throws(PseudoTerminalError) {
        screen = EmulatedScreen(columns: columns, rows: rows)
        line = try PseudoTerminal(
            path: path,
            arguments: arguments,
            environment: environment,
            directory: directory,
            columns: columns,
            rows: rows
        )
    }

    /// Types text; bytes the program reads late are sent as it reads.
    public func send(_ text: String) throws(PseudoTerminalError) {
        try send(Array(text.utf8))
    }

    /// Types bytes.
    public func send(_ bytes: [UInt8]) throws(PseudoTerminalError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(line.write(rest))
            guard !rest.isEmpty else { return }
            pump(waitingUpTo: .zero)
            guard line.waitWritable(upTo: 5000) else { throw .notTaken(byteCount: rest.count) }
        }
    }

    /// Changes the size of the line and of the screen.
    public func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        line.resize(columns: columns, rows: rows)
    }

    /// Reads until the condition holds; fails after the time, or when the program ends first.
    public func waitUntil(
        timeout: Duration = .seconds(60),
        _ condition: (EmulatedScreen) -> Bool
    ) throws(TerminalSessionError) {
        let end = clock.now + timeout
        while !condition(screen) {
            let left = end - clock.now
            guard left > .zero else { throw .timedOut(screen: screen.text) }
            guard !isClosed else {
                throw .ended(exit: line.waitForExit(upTo: 1000), screen: screen.text)
            }
            pump(waitingUpTo: left)
        }
    }

    /// Reads until the text stands in one row.
    public func waitFor(_ text: String, timeout: Duration = .seconds(60)) throws(TerminalSessionError) {
        try waitUntil(timeout: timeout) { $0.contains(text) }
    }

    /// Reads until the program ends; nil when it still runs after the time.
    public func waitForExit(timeout: Duration = .seconds(60)) -> ProgramExit? {
        let end = clock.now + timeout
        while !isFrozen, !isClosed, clock.now < end {
            pump(waitingUpTo: end - clock.now)
        }
        return line.waitForExit(upTo: Self.milliseconds(end - clock.now))
    }

    /// Reads for a time and returns how many bytes came: 0 proves that the program kept still.
    public func countBytes(for duration: Duration) -> Int {
        let before = receivedByteCount
        let end = clock.now + duration
        while !isClosed, clock.now < end {
            pump(waitingUpTo: end - clock.now)
        }
        return receivedByteCount - before
    }

    /// Whether the program wrote the text at any time, escape sequences included.
    public func hasWritten(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, transcript.count >= wanted.count else { return wanted.isEmpty }
        return transcript.indices.dropLast(wanted.count - 1).contains {
            transcript[$0] == first && transcript[$0 ..< $0 + wanted.count].elementsEqual(wanted)
        }
    }

    /// Reads what there is, waiting for something up to the time; nothing while frozen.
    public func pump(waitingUpTo duration: Duration) {
        guard !isFrozen else { return }
        switch line.read(waitingUpTo: Self.milliseconds(duration)) {
        case let .bytes(bytes):
            receivedByteCount += bytes.count
            transcript += bytes.prefix(max(0, Self.transcriptLimit - transcript.count))
            let answer = screen.feed(bytes)
            if !answer.isEmpty {
                _ = line.write(answer)
            }
        case .nothing:
            break
        case .closed:
            isClosed = true
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = max(.zero, duration).components
        return Int(clamping: seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
