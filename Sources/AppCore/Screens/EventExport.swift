import BackupKit
import FoundationEssentials

/// The events on screen as a file: one JSON object a line, times in UTC.
enum EventExport {
    /// What a line of the file holds. The names are stable.
    private struct Record: Encodable {
        var schema = "backtop.event/1"
        var at: String
        var source: String
        var kind: String
        var context: String
        var server: String?
        var serverName: String?
        var text: String
        var user: String?

        enum CodingKeys: String, CodingKey {
            case schema
            case at
            case source
            case kind
            case context
            case server
            case serverName = "server_name"
            case text
            case user
        }
    }

    /// The file's name and content.
    static func effect(of state: AppState) -> Effect {
        let stamp = state.now.formatted(.iso8601).filter { $0.isNumber || $0 == "T" }
        return .export(name: "backtop-events-\(stamp).jsonl", text: text(of: state.eventRows))
    }

    static func text(of rows: [EventList.Row]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return rows.compactMap { row in
            // Strings and nothing else: this cannot fail.
            guard let data = try? encoder.encode(record(of: row)) else { return nil }
            return String(decoding: data, as: UTF8.self) + "\n"
        }.joined()
    }

    private static func record(of row: EventList.Row) -> Record {
        let at = row.at.formatted(.iso8601)
        switch row {
        case let .journal(line):
            let (name, detail) = line.entry.event.words
            let title = line.entry.title.map { " \"\($0)\"" } ?? ""
            return Record(
                at: at, source: "journal", kind: line.entry.step, context: line.entry.context.rawValue,
                server: line.entry.server.rawValue, serverName: line.entry.serverName,
                text: (detail.map { "\(name): \($0)" } ?? name) + title, user: line.user
            )
        case let .seen(entry):
            return Record(
                at: at, source: "seen", kind: entry.kind.rawValue, context: entry.context.rawValue,
                server: entry.server?.rawValue, serverName: entry.serverName,
                text: entry.text + (entry.backup.map { " \"\($0)\"" } ?? "")
            )
        }
    }
}
