/// Advice of the screen in the words of the command line, where there are no keys.
enum KeyAdvice {
    private static let words: [(key: String, command: String)] = [
        ("press o to start it", "start it with backtop power start"),
        ("look at its power, press o", "look at its power with backtop show"),
        ("look at it, press o", "look at it with backtop show"),
        ("press r to see it", "see backtop journal"),
        ("press r", "ask with backtop restore"),
        ("press c to ask again", "backtop create asks again"),
        ("press c to make room", "backtop delete makes room"),
        ("press X again", "ask with backtop cancel again"),
        ("press R", "ask again"),
    ]

    /// Text with every key replaced by the command that does the same.
    static func forCommands(_ text: String) -> String {
        words.reduce(text) { $0.replacing($1.key, with: $1.command) }
    }
}
