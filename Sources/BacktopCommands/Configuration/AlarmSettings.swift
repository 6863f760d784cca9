/// The `alarms` section.
struct AlarmSettings: Hashable, Sendable {
    /// Absolute path of the file of acknowledged alarms.
    var acknowledgementFile: String?
    /// Program and arguments to run on an alarm, without a shell; empty: none.
    var onAlarm: [String] = []
    /// Whether an alarm rings the terminal's bell.
    var ringsBell = false
    /// When alarms stay silent.
    var quietHours: QuietHours?
}
