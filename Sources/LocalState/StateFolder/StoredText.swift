import FoundationEssentials
import GRDB

/// Text of foreign origin, as a file of SQLite keeps it: it comes back as it went in.
enum StoredText {
    /// How many Unicode scalars of a name or a reason are kept.
    static let longest = 4096

    /// Text of at most `longest` scalars; where some had to go, the last one is an ellipsis.
    static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex),
              end != scalars.endIndex else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(longest - 1))) + "…"
    }

    /// Text for the file. Text with a NUL goes as bytes: SQLite would end it there.
    static func value(_ text: String?) -> DatabaseValue {
        guard let text else { return .null }
        return text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
    }

    /// Text from the file; nil for none. What is no text, because somebody wrote it by hand, is read as such.
    static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case let .string(text): text
        case let .blob(bytes): String(decoding: bytes, as: UTF8.self)
        case let .int64(number): String(number)
        case let .double(number): String(number)
        }
    }
}
