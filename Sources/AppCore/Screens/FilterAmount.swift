/// Numbers with a unit in a filter line: `26h`, `1.5g`.
enum FilterAmount {
    static func seconds(_ text: Substring) -> Double? {
        amount(text, units: ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800])
    }

    static func bytes(_ text: Substring) -> Double? {
        amount(text, units: ["b": 1, "k": 1024, "m": 1_048_576, "g": 1_073_741_824, "t": 1_099_511_627_776])
    }

    private static func amount(_ text: Substring, units: [Character: Double]) -> Double? {
        guard let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number >= 0,
              number.isFinite else { return nil }
        return number * unit
    }
}
