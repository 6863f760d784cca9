/// Makes text from a service fit for one line of a message: untrusted text may hold anything.
public enum PlainText {
    /// Control and format characters become blanks, blanks are joined, and at most `limit` characters are kept.
    public static func line(_ text: String, limit: Int) -> String {
        // Only as much as can matter is looked at: a service may send megabytes.
        let scalars = text.unicodeScalars.prefix(limit * 8).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace)
        let line = words.joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
