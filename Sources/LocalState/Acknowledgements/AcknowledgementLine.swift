import BackupKit
import FoundationEssentials

/// A line of the file of acknowledgements: JSON with times as in RFC 3339, in UTC and whole seconds.
struct AcknowledgementLine {
    private struct Record: Codable {
        let kind: String
        let context: String
        let server: String?
        let until: String
        let user: String?
        let at: String?
    }

    /// What tells one alarm from another.
    struct Subject: Hashable {
        let kind: String
        let context: Context.ID
        let server: Server.ID?
    }

    /// As it stands in the file, without its line end.
    let text: String
    /// Nil where it cannot be read: a note, a slip of the hand, a form of a later version.
    let alarm: AcknowledgedAlarm?

    /// A line of the file.
    init(text: String) {
        self.text = text
        alarm = Self.alarm(text)
    }

    /// A line for the file.
    init(_ alarm: AcknowledgedAlarm) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(Record(
            kind: alarm.kind,
            context: alarm.context.rawValue,
            server: alarm.server?.rawValue,
            until: Self.text(alarm.until),
            user: alarm.user,
            at: Self.text(alarm.at)
        ))
        text = Self.escaped(String(decoding: bytes, as: UTF8.self))
        self.alarm = alarm
    }

    /// What the line is about; nil where it cannot be read.
    var subject: Subject? {
        alarm.map { Subject(kind: $0.kind, context: $0.context, server: $0.server) }
    }

    private static func alarm(_ text: String) -> AcknowledgedAlarm? {
        // A line that somebody broke is no reason to forget the others.
        guard let record = try? JSONDecoder().decode(Record.self, from: Data(text.utf8)),
              let until = date(record.until)
        else { return nil }
        return AcknowledgedAlarm(
            kind: record.kind,
            context: Context.ID(record.context),
            server: record.server.map { Server.ID($0) },
            until: until,
            user: record.user ?? "",
            at: record.at.flatMap(date) ?? .distantPast
        )
    }

    private static func date(_ text: String) -> Date? {
        // Any other text is no time.
        try? Date(text, strategy: .iso8601)
    }

    /// Years have four digits, so that the time can be read again.
    private static func text(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970.rounded()
        let last = 253_402_300_799.0
        return Date(timeIntervalSince1970: seconds > 0 ? seconds < last ? seconds : last : 0).ISO8601Format()
    }

    /// The same JSON without a character that a terminal acts on or does not show: people read the file.
    private static func escaped(_ json: String) -> String {
        json.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                String(scalar).utf16.map { unit in
                    let digits = String(unit, radix: 16)
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }.joined()
            default: String(scalar)
            }
        }.joined()
    }
}
