/// The name of the backup that the queue takes before a restore: it must have one, and the service's own client cuts it
/// to 92 UTF-16 units (wire sheet archon, section 2.3).
enum ArchonSafetyName {
    private static let fallback = "Before restore"
    private static let limit = 92

    /// The name to send: cut without splitting a character; one without anything to see becomes a plain one.
    static func make(from name: String?) -> String {
        var result = ""
        var length = 0
        for character in name ?? "" {
            length += character.utf16.count
            if length > limit { break }
            result.append(character)
        }
        return result.allSatisfy(\.isWhitespace) ? fallback : result
    }
}
