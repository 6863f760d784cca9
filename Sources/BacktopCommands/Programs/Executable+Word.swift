import Subprocess

extension Executable {
    /// A program as the settings name it: an absolute path where there is a slash, else looked up in PATH.
    static func word(_ word: String) -> Executable {
        word.contains("/") ? .path(literal(word)) : .name(word)
    }
}

/// Makes the path type of the subprocess library from a string: its module is no dependency of ours, so that its
/// initialisers are out of sight while its conformances are not.
private func literal<Path: ExpressibleByStringLiteral>(_ text: String) -> Path where Path.StringLiteralType == String {
    Path(stringLiteral: text)
}
