import CTerm

// Brings the library with the main queue along; its symbols are declared in CTerm.
import Dispatch
import Glibc
import TerminalUI

/// One run of the screen loop: a single poll over the terminal, the main queue and the signals.
@MainActor
final class ScreenLoop {
    /// How long the handler may go on after it heard that the program must end.
    private static let hangupGrace = Duration.milliseconds(500)
    private static let terminationGrace = Duration.seconds(2)
    /// How often a background program looks whether it has the terminal again, and a slow line is asked.
    private static let backgroundInterval = Duration.milliseconds(500)
    private static let slowLineInterval = Duration.milliseconds(40)

    private let terminal: NCursesTerminal
    private let handler: any TerminalLoopHandler
    private let hidden: HiddenOutput
    private let queue = _dispatch_get_main_queue_handle_4CF()
    private var ending: (exit: LoopExit, deadline: ContinuousClock.Instant)?
    private var keyDeadline: ContinuousClock.Instant?
    private var heldSignals: [Int32] = []

    init(terminal: NCursesTerminal, handler: any TerminalLoopHandler) {
        self.terminal = terminal
        self.handler = handler
        hidden = HiddenOutput(logPath: terminal.options.logPath)
    }

    func run() -> LoopExit {
        if terminal.enterScreen(hiding: hidden) {
            noticeSize()
        } else {
            end(with: .hangup)
        }
        defer { terminal.leaveScreen() }
        while true {
            if let exit = finished() {
                return exit
            }
            let wish = handler.turn()
            if terminal.wantsSuspension {
                terminal.wantsSuspension = false
                suspend()
                continue
            }
            if terminal.mode == .lost, ending == nil {
                end(with: .hangup)
            }
            if let exit = finished() {
                return exit
            }
            wait(upTo: wish)
        }
    }

    private func finished() -> LoopExit? {
        if let ending {
            return handler.exitRequest != nil || ContinuousClock.now >= ending.deadline ? ending.exit : nil
        }
        return handler.exitRequest.map { .requested(code: $0) }
    }

    private func end(with exit: LoopExit) {
        if case .hangup = exit {
            guard ending?.exit != .hangup else { return }
            ending = (exit, .now + Self.hangupGrace)
            handler.handle(.hangup)
        } else if case let .terminated(signal) = exit {
            // Asked twice, it is meant.
            let grace = ending == nil ? Self.terminationGrace : .zero
            ending = (ending?.exit ?? exit, .now + grace)
            handler.handle(.terminated(signal: signal))
        }
    }

    private func wait(upTo wish: Duration?) {
        var entries = [
            pollfd(fd: terminal.mode == .lost ? -1 : terminal.device.descriptor, events: wantedEvents, revents: 0),
            pollfd(fd: queue, events: Int16(POLLIN), revents: 0),
            pollfd(fd: terminal.signals, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, nfds_t(entries.count), timeout(wish)) >= 0 else { return }
        if entries[1].revents != 0 {
            var count: UInt64 = 0
            _ = read(queue, &count, MemoryLayout<UInt64>.size)
            _dispatch_main_queue_callback_4CF(nil)
        }
        handleSignals()
        handleTerminal(entries[0].revents)
        if let keyDeadline, ContinuousClock.now >= keyDeadline {
            deliver(terminal.decoder.timeOut())
        }
        if terminal.mode == .background {
            resume()
        }
    }

    private var wantedEvents: Int16 {
        guard terminal.mode == .on else { return 0 }
        return Int16(terminal.blockage == .full ? POLLIN | POLLOUT : POLLIN)
    }

    private func timeout(_ wish: Duration?) -> Int32 {
        guard heldSignals.isEmpty else { return 0 }
        var soonest = wish
        func consider(_ duration: Duration) {
            soonest = min(soonest ?? duration, duration)
        }
        if let keyDeadline {
            consider(keyDeadline - .now)
        }
        if let ending {
            consider(ending.deadline - .now)
        }
        if terminal.mode == .background {
            consider(Self.backgroundInterval)
        }
        if terminal.mode == .on, terminal.blockage == .slow {
            consider(Self.slowLineInterval)
        }
        guard let soonest else { return -1 }
        let (seconds, attoseconds) = soonest.components
        // Rounded up, or the last part of a millisecond would be spent asking.
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return seconds > 3600 ? 3_600_000 : Int32(clamping: max(0, seconds * 1000 + fraction))
    }
}

extension ScreenLoop {
    private func handleTerminal(_ events: Int16) {
        guard terminal.mode != .lost else { return }
        if events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
            lose()
            return
        }
        guard terminal.mode == .on else { return }
        if events & Int16(POLLIN) != 0 {
            guard let bytes = terminal.device.receive() else {
                lose()
                return
            }
            deliver(terminal.decoder.feed(bytes))
        }
        guard terminal.mode == .on else { return }
        let mayResume = events & Int16(POLLOUT) != 0 || terminal.blockage == .slow
        if mayResume, terminal.blockage != nil, terminal.resumeOutput() {
            handler.handle(.outputReady)
        }
    }

    private func lose() {
        terminal.mode = .lost
        end(with: .hangup)
    }

    private func deliver(_ events: [TerminalEvent]) {
        keyDeadline = terminal.decoder.waitingTime.map { .now + $0 }
        for event in events {
            handler.handle(event)
        }
    }

    private func handleSignals() {
        var numbers = heldSignals
        heldSignals = []
        while case let number = cterm_signals_next(terminal.signals), number != 0 {
            numbers.append(number)
        }
        for number in numbers {
            switch number {
            case SIGWINCH: noticeSize()
            // Nobody would be there to let it go on.
            case SIGTSTP: terminal.wantsSuspension = !terminal.options.isUnattended
            case SIGCONT: noticeContinuation()
            case SIGINT: handler.handle(.interrupted)
            case SIGHUP: end(with: .hangup)
            default: end(with: .terminated(signal: number))
            }
        }
    }

    private func noticeSize() {
        let size = terminal.device.size
        guard size != terminal.size else { return }
        terminal.size = size
        terminal.screen.resize(to: size)
        // Before its first frame the screen goes by the size of its own accord.
        if terminal.shown != nil { terminal.needsScrollRegion = true }
        terminal.shown = nil
        terminal.needsRepaint = true
        handler.handle(.resized(size))
    }

    /// Continued after a stop nobody announced, such as SIGSTOP: the shell has used the terminal meanwhile.
    private func noticeContinuation() {
        guard terminal.mode == .on else { return }
        handler.handle(.suspending)
        terminal.mode = .off
        resume()
        // The shell may have set a region of its own size.
        terminal.needsScrollRegion = true
    }

    private func suspend() {
        handler.handle(.suspending)
        terminal.leaveScreen()
        if canBeContinued {
            cterm_stop_group()
        }
        while case let number = cterm_signals_next(terminal.signals), number != 0 {
            if number != SIGCONT, number != SIGTSTP {
                heldSignals.append(number)
            }
        }
        resume()
    }

    /// Started by SSH or tmux without a shell, a stopped program would hold its terminal for ever.
    private var canBeContinued: Bool {
        let isInMultiplexer = terminal.options.environment["TMUX"]?.isEmpty == false
        return cterm_has_job_control() || !terminal.traits.overSSH && !isInMultiplexer
    }

    private func resume() {
        guard terminal.mode != .lost else { return }
        guard terminal.device.isForeground else {
            terminal.mode = .background
            return
        }
        guard terminal.enterScreen(hiding: hidden) else {
            lose()
            return
        }
        noticeSize()
        handler.handle(.resumed)
    }
}
