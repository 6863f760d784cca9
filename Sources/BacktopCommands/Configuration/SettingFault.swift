/// What is wrong with one value, wherever it came from.
struct SettingFault: Error, Hashable, Sendable {
    /// What is wrong.
    var problem: String
    /// What would be right.
    var allowed: String
    /// The allowed value that was probably meant.
    var suggestion: String?

    /// The sentence, without a place.
    var text: String {
        "\(problem); \(allowed)" + (suggestion.map { " (did you mean \($0)?)" } ?? "")
    }
}
