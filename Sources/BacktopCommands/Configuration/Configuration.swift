/// The whole configuration file as values, checked and with defaults filled in; nothing here does I/O.
struct Configuration: Hashable, Sendable {
    /// The accounts, in the order of the file; names are unique.
    var contexts: [ContextConfiguration] = []
    /// The `defaults` section.
    var defaults = DefaultSettings()
    /// The `retention` section.
    var retention = RetentionSettings()
    /// The `alarms` section.
    var alarms = AlarmSettings()

    /// The context of that exact name, nil if there is none.
    func context(named name: String) -> ContextConfiguration? {
        contexts.first { $0.name == name }
    }
}
