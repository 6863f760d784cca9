/// One thing that is wrong in the configuration file. Its words never hold a secret.
struct ConfigurationProblem: Error, Hashable, Sendable {
    /// Where it stands.
    var position: SourcePosition
    /// What is wrong.
    var problem: String
    /// What would be right.
    var allowed: String
    /// The allowed word that was probably meant.
    var suggestion: String?

    /// The line for a person: `file:line:column: what is wrong; what is allowed (did you mean x?)`.
    func text(file: String) -> String {
        let hint = suggestion.map { " (did you mean \($0)?)" } ?? ""
        return "\(file):\(position.line):\(position.column): \(problem); \(allowed)\(hint)"
    }
}
