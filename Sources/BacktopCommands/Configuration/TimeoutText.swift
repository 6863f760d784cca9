/// The value of `--timeout`: seconds, or a duration with its unit.
enum TimeoutText {
    /// Reads `30` as 30 s, and every form of `DurationText`; 1 s to 1 day.
    static func parse(_ text: String) -> Result<Duration, SettingFault> {
        if case .failure(.noUnit) = DurationText.parse(text) {
            return DurationLimits.timeout.parse("\(text)s")
        }
        return DurationLimits.timeout.parse(text)
    }
}
