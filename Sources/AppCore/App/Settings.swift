public import FoundationEssentials

/// What the user configured for the whole session.
public struct Settings: Equatable, Sendable {
    /// Time between two lists of the visible server when nothing runs; nil leaves it to the provider.
    public var refresh: Duration?
    /// How long a confirmed severe act can still be stopped by any key; at least 3 s.
    public var cancelWindow: Duration
    /// False: no clock, ages as absolute times, and an idle screen that writes nothing.
    public var showsClock: Bool
    /// Refuses every mutating act whatever the contexts allow.
    public var isReadOnly: Bool
    /// A restore makes a backup of the present state first unless the user says otherwise.
    public var makesSafetyBackup: Bool
    /// The configuration file that was named on the command line: a command that is printed names it as well.
    public var namedConfiguration: String?
    /// All servers are read in turn and watched, not only the one on screen: what a screen does and a command does not.
    public var watchesFleet = false
    /// How long something is wrong before it is an alarm, in seconds; 0 where there is only one look.
    public var alarmDelay = AlarmBook.onDelay
    /// Which backups a retention run keeps; nil where none was configured.
    public var retention: RetentionPolicy?

    /// Settings in force; a cancel window under 3 s becomes 3 s.
    public init(
        refresh: Duration? = nil,
        cancelWindow: Duration = .seconds(5),
        showsClock: Bool = true,
        isReadOnly: Bool = false,
        makesSafetyBackup: Bool = true,
        retention: RetentionPolicy? = nil
    ) {
        self.refresh = refresh
        self.cancelWindow = max(cancelWindow, .seconds(3))
        self.showsClock = showsClock
        self.isReadOnly = isReadOnly
        self.makesSafetyBackup = makesSafetyBackup
        self.retention = retention
    }
}
