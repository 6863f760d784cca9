/// Words for yes and no.
enum SwitchText {
    /// Reads one of `words`; the other usual words for yes and no are answered with the one that was meant.
    static func parse(_ text: String, words: KeyValuePairs<String, Bool>) -> Result<Bool, SettingFault> {
        if let match = words.first(where: { $0.key == text }) {
            return .success(match.value)
        }
        let meant: Bool? = switch text.lowercased() {
        case "yes", "on", "true", "y", "1": true
        case "no", "off", "false", "n", "0": false
        default: nil
        }
        return .failure(SettingFault(
            problem: "\(quoted(text)) is neither yes nor no",
            allowed: "allowed: \(words.map(\.key).joined(separator: ", "))",
            suggestion: meant.flatMap { meant in words.first { $0.value == meant }?.key }
                ?? suggestion(for: text, among: words.map(\.key))
        ))
    }
}
