/// A token as it came from its source. It shows as `***` wherever it is printed, dumped or interpolated.
struct ConfiguredSecret: Sendable {
    private let value: String

    /// Takes a checked token; ends of lines are gone already.
    init(_ value: String) {
        self.value = value
    }

    /// The secret itself, for the one place that sends it.
    func reveal() -> String {
        value
    }
}

extension ConfiguredSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `***`.
    var description: String {
        "***"
    }

    /// Always `***`.
    var debugDescription: String {
        "***"
    }

    /// Without children, so that `dump` shows nothing either.
    var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
