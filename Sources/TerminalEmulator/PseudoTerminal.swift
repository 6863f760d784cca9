internal import CTerm
internal import Glibc

/// A program running on a pseudo-terminal of its own. Ended for good when the object goes.
public final class PseudoTerminal {
    /// What reading gave.
    public enum Reading: Equatable, Sendable {
        case bytes([UInt8])
        /// Nothing in the time given.
        case nothing
        /// The program closed its side.
        case closed
    }

    /// The program's process id.
    public let process: Int32
    private var master: Int32
    private var exit: ProgramExit?

    /// Starts a program with default signals and only these variables.
    public init(
        path: String,
        arguments: [String] = [],
        environment: [String: String],
        directory: String? = nil,
        columns: Int = 80,
        rows: Int = 24
    ) throws(PseudoTerminalError) {
        var descriptor: Int32 = -1
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            argv.forEach { free($0) }
            envp.forEach { free($0) }
        }
        process = cterm_spawn(path, &argv, &envp, directory, Int32(columns), Int32(rows), &descriptor)
        master = descriptor
        guard process > 0 else {
            throw .notStarted(program: path, reason: String(cString: strerror(errno)))
        }
    }

    deinit {
        close()
        if exit == nil {
            kill(process, SIGKILL)
            var status: Int32 = 0
            cterm_wait(process, -1, &status)
        }
    }

    /// The mode of the line; nil once closed.
    public var mode: TerminalMode? {
        TerminalMode(descriptor: master)
    }

    /// Waits for bytes up to a time in milliseconds and returns what there is.
    public func read(waitingUpTo milliseconds: Int) -> Reading {
        guard master >= 0 else { return .closed }
        var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(clamping: max(0, milliseconds))) > 0 else { return .nothing }
        var isClosed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            let received = Glibc.read(master, buffer.baseAddress, buffer.count)
            count = max(0, received)
            isClosed = received == 0 || received < 0 && errno != EAGAIN && errno != EINTR
        }
        if isClosed {
            return .closed
        }
        return bytes.isEmpty ? .nothing : .bytes(bytes)
    }

    /// Writes as much as the line takes at once and returns how many bytes that was.
    public func write(_ bytes: some Collection<UInt8>) -> Int {
        let contiguous = Array(bytes)
        return max(0, Glibc.write(master, contiguous, contiguous.count))
    }

    /// Waits up to a time in milliseconds until the line takes bytes again.
    public func waitWritable(upTo milliseconds: Int) -> Bool {
        var entry = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, Int32(clamping: milliseconds)) > 0 && entry.revents & Int16(POLLOUT) != 0
    }

    /// Changes the size; the program gets SIGWINCH.
    public func resize(columns: Int, rows: Int) {
        cterm_pty_resize(master, Int32(columns), Int32(rows))
    }

    /// Stops the line's output as a terminal does that hangs: the program's writes find no room any more.
    public func stopOutput() {
        cterm_pty_stop(master)
    }

    /// Sends the program a signal.
    public func signal(_ number: Int32) {
        if exit == nil {
            kill(process, number)
        }
    }

    /// Hangs up, as a lost connection does.
    public func close() {
        if master >= 0 {
            Glibc.close(master)
        }
        master = -1
    }

    /// Waits up to a time in milliseconds for the program's end; nil when it still runs.
    public func waitForExit(upTo milliseconds: Int) -> ProgramExit? {
        if let exit {
            return exit
        }
        var status: Int32 = 0
        guard cterm_wait(process, Int32(clamping: milliseconds), &status) == 1 else { return nil }
        let signal = cterm_exit_signal(status)
        exit = signal == 0 ? .code(cterm_exit_code(status)) : .signal(signal)
        return exit
    }

    /// Whether the program is stopped, as by Ctrl-Z.
    public var isStopped: Bool {
        var info = siginfo_t()
        let options = WSTOPPED | WNOHANG | Int32(WNOWAIT)
        return waitid(P_PID, id_t(process), &info, options) == 0 && info.si_signo == SIGCHLD
    }
}
