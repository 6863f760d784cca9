import CTerm

// Brings the library with the main queue along; its symbols are declared in CTerm.
import Dispatch
import Glibc

/// Runs the main actor's work on the main thread without a screen, for commands: one poll over the main queue and the
/// signals.
@MainActor
public enum HeadlessLoop {
    /// What a signal asks of a program without a screen.
    public enum Event: Equatable, Sendable {
        /// SIGINT.
        case interrupted
        /// SIGTERM.
        case terminated
        /// SIGHUP.
        case hungUp
        /// About to be stopped, as by Ctrl-Z.
        case suspending
        /// It runs again.
        case resumed
    }

    /// Runs until `isDone`, which is asked after every piece of work, and every `interval` where one is given; signals
    /// go to `handle`.
    public static func run(
        handle: (Event) -> Void,
        every interval: Duration? = nil,
        until isDone: () -> Bool
    ) {
        let timeout = interval.map { Int32(clamping: Int64($0 / .milliseconds(1))) } ?? -1
        let signals = cterm_signals_open()
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGTSTP] {
            _ = cterm_signals_watch(signal)
        }
        defer { cterm_signals_close(signals) }
        let queue = _dispatch_get_main_queue_handle_4CF()
        while !isDone() {
            var entries = [
                pollfd(fd: queue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, nfds_t(entries.count), timeout) >= 0 else { continue }
            if entries[0].revents != 0 {
                var count: UInt64 = 0
                _ = read(queue, &count, MemoryLayout<UInt64>.size)
                _dispatch_main_queue_callback_4CF(nil)
            }
            while case let number = cterm_signals_next(signals), number != 0 {
                switch number {
                case SIGTSTP:
                    handle(.suspending)
                    cterm_stop_group()
                    handle(.resumed)
                case SIGINT: handle(.interrupted)
                case SIGHUP: handle(.hungUp)
                default: handle(.terminated)
                }
            }
        }
    }
}
