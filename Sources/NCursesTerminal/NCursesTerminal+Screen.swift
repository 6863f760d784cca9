import CTerm
import Glibc
import TerminalUI

extension NCursesTerminal {
    /// Longest wait for a device that takes nothing before the terminal is given back anyway.
    private static let farewellMilliseconds: Int32 = 250

    /// Takes the terminal; false when it is gone.
    func enterScreen(hiding hidden: borrowing HiddenOutput) -> Bool {
        guard device.enterRawMode() else { return false }
        cterm_crash_arm(
            device.descriptor,
            screen.description.reset.map { CChar(bitPattern: $0) },
            screen.description.reset.count,
            hidden.shownAfterCrash,
            hidden.output,
            hidden.error
        )
        mode = .on
        blockage = nil
        shown = nil
        needsRepaint = true
        needsScrollRegion = false
        if case .partial = device.send(screen.description.enter) {
            blockage = .full
        }
        return true
    }

    /// Gives the terminal back, as far as it takes anything, and in bounded time.
    func leaveScreen() {
        let wasOn = mode == .on
        if wasOn {
            // Stopped output shows only when something is written, and what puts the terminal right must get through.
            cterm_tty_release_output(device.descriptor)
            if blockage != nil {
                // Frames nobody saw are in the way of it.
                cterm_tty_drop_output(device.descriptor)
            }
            let prefix: [UInt8] = isCut || !unsentRequest.isEmpty ? [0x1B, 0x5C] : []
            sendFarewell(prefix + screen.leave())
        }
        cterm_crash_disarm()
        if wasOn || mode == .lost {
            device.restoreMode()
        }
        if mode != .lost {
            mode = .off
        }
        unsentRequest = []
        isCut = false
    }

    private func sendFarewell(_ bytes: [UInt8]) {
        var rest = bytes[...]
        let end = ContinuousClock.now + .milliseconds(Int(Self.farewellMilliseconds))
        while !rest.isEmpty {
            guard case let .partial(sent) = device.send(rest) else { return }
            rest = rest.dropFirst(sent)
            guard ContinuousClock.now < end else { return }
            var entry = pollfd(fd: device.descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, Self.farewellMilliseconds) == 1, entry.revents == Int16(POLLOUT) else { return }
        }
    }

    /// Sends what is left of a clipboard request once the device takes bytes again; true when frames are possible.
    func resumeOutput() -> Bool {
        if !unsentRequest.isEmpty {
            switch device.send(unsentRequest) {
            case .complete:
                unsentRequest = []
            case let .partial(sent):
                unsentRequest = unsentRequest.dropFirst(sent)
                return false
            case .lost:
                mode = .lost
                return false
            }
        }
        guard device.isWritable else {
            blockage = .init(isFull: !device.isReadyForOutput)
            return false
        }
        blockage = nil
        return true
    }
}

extension NCursesTerminal.Blockage {
    init(isFull: Bool) {
        self = isFull ? .full : .slow
    }
}
