/// A length as people write it: `5m`, `55in`, `140cm`, `16.5ft`.
struct Length: Hashable, Sendable {
    /// In metres, more than none.
    let meters: Double
    /// As it was written.
    let text: String

    private static let allowed = "write a number with m, cm, mm, ft or in"
    private static let longest = 1000.0

    /// Reads a decimal number and a unit, nothing else: from a millimetre to a kilometre.
    static func parse(_ text: String) -> Result<Length, SettingFault> {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count)
        guard digits.first != ".", digits.last != ".", let number = Double(digits), unit.isEmpty || size(unit) != nil
        else {
            return .failure(SettingFault(problem: "\(quoted(text)) is no length", allowed: allowed))
        }
        guard let size = size(unit) else {
            return .failure(SettingFault(problem: "\(quoted(text)) has no unit", allowed: allowed))
        }
        guard number * size >= 0.001, number * size <= longest else {
            return .failure(SettingFault(
                problem: "\(quoted(text)) is no length for this",
                allowed: "write one of at least 1mm and at most 1000m"
            ))
        }
        return .success(Length(meters: number * size, text: text))
    }

    /// In metres.
    private static func size(_ unit: Substring) -> Double? {
        switch unit {
        case "m": 1
        case "cm": 0.01
        case "mm": 0.001
        case "ft": 0.3048
        case "in": 0.0254
        default: nil
        }
    }
}
