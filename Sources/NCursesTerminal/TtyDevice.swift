import CTerm
import Glibc
import TerminalUI

/// The terminal's device: written to without ever waiting, in raw mode while the screen is on.
struct TtyDevice: ~Copyable {
    /// What became of bytes to be sent.
    enum Sending: Equatable {
        case complete
        /// The device took so many bytes, perhaps none, and is full.
        case partial(sent: Int)
        /// The terminal is gone.
        case lost
    }

    let descriptor: Int32
    private let isUnattended: Bool

    /// Opens the terminal behind standard input; behind standard output where nobody types.
    init(isUnattended: Bool) throws(TerminalOpenError) {
        let streams = [(STDIN_FILENO, "standard input"), (STDOUT_FILENO, "standard output")]
        for (descriptor, stream) in isUnattended ? Array(streams.dropFirst()) : streams {
            guard isatty(descriptor) == 1 else { throw .notATerminal(stream: stream) }
        }
        let opened = cterm_tty_open(isUnattended ? STDOUT_FILENO : STDIN_FILENO)
        guard opened >= 0 else { throw .device(reason: Self.lastError) }
        guard cterm_tty_save(opened) == 0 else {
            let reason = Self.lastError
            cterm_tty_close(opened)
            throw .device(reason: reason)
        }
        descriptor = opened
        self.isUnattended = isUnattended
    }

    deinit {
        cterm_tty_close(descriptor)
    }

    /// Columns and rows, 80x24 where the device does not know.
    var size: Size {
        var columns: Int32 = 80
        var rows: Int32 = 24
        guard cterm_tty_size(descriptor, &columns, &rows) == 0 else { return Size(width: 80, height: 24) }
        return Size(width: Int(columns), height: Int(rows))
    }

    /// Whether the program may use the terminal now.
    var isForeground: Bool {
        cterm_tty_is_foreground(descriptor)
    }

    func enterRawMode() -> Bool {
        cterm_tty_raw(descriptor, isUnattended) == 0
    }

    func restoreMode() {
        cterm_tty_restore(descriptor)
    }

    /// Sends bytes in one go, as many as the device takes.
    func send(_ bytes: some Collection<UInt8>) -> Sending {
        let contiguous = Array(bytes)
        guard !contiguous.isEmpty else { return .complete }
        let written = cterm_tty_write(descriptor, contiguous, contiguous.count)
        if written == contiguous.count {
            return .complete
        }
        if written >= 0 || errno == EAGAIN {
            return .partial(sent: max(0, written))
        }
        return .lost
    }

    /// Reads what is there, at most 4096 bytes; nil when the terminal is gone.
    func receive() -> [UInt8]? {
        var isGone = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let received = read(descriptor, buffer.baseAddress, buffer.count)
            count = max(0, received)
            isGone = received == 0 || received < 0 && errno != EAGAIN && errno != EINTR
        }
        return isGone ? nil : bytes
    }

    /// Whether the device takes bytes now.
    var isReadyForOutput: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLOUT) != 0
    }

    /// Whether the device takes bytes now and has little to send before them.
    var isWritable: Bool {
        isReadyForOutput && cterm_tty_queued(descriptor) < Self.queueLimit
    }

    /// Bytes in a serial line's queue beyond which a further frame would only add to the delay.
    static let queueLimit = 2048

    private static var lastError: String {
        String(cString: strerror(errno))
    }
}
