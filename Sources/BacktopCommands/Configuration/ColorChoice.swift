/// When to use colours.
enum ColorChoice: String, CaseIterable, Sendable {
    /// As the terminal can, unless `NO_COLOR` is set.
    case auto
    case always
    case never

    /// Reads one of the three words.
    static func parse(_ text: String) -> Result<ColorChoice, SettingFault> {
        if let choice = ColorChoice(rawValue: text) {
            return .success(choice)
        }
        let words = allCases.map(\.rawValue)
        return .failure(SettingFault(
            problem: "\(quoted(text)) is not known",
            allowed: "allowed: \(words.joined(separator: ", "))",
            suggestion: suggestion(for: text, among: words)
        ))
    }
}
