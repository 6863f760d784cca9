import CTerm

/// Ends a program whose screen stands still, so that whoever supervises it starts it again: nobody sits at a wall who
/// could notice.
@MainActor
public enum FrameWatchdog {
    /// To be told with each frame: unless the next one comes within this time, whole seconds and at least one, the
    /// program gives the terminal back and exits with code 70.
    public static func expectFrame(within time: Duration) {
        cterm_watchdog_arm(UInt32(clamping: max(1, time.components.seconds)))
    }

    /// No frame is expected any more, as before the program stops itself or ends.
    public static func expectNothing() {
        cterm_watchdog_disarm()
    }
}
