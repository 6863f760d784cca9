import BackupKit
import FoundationEssentials
import GRDB

extension JournalEntry {
    /// The columns from `act` to `payload`.
    var values: [DatabaseValue] {
        let (name, detail) = event.words
        return [
            StoredText.value(act.rawValue),
            at.timeIntervalSinceReferenceDate.databaseValue,
            StoredText.value(context.rawValue),
            StoredText.value(server.rawValue),
            StoredText.value(serverName.map(StoredText.cut)),
            StoredText.value(world?.rawValue),
            StoredText.value(backup?.rawValue),
            StoredText.value(title.map(StoredText.cut)),
            StoredText.value(StoredText.cut(step)),
            StoredText.value(name),
            StoredText.value(detail.map(StoredText.cut)),
            StoredText.value(payload),
        ]
    }

    /// The ids, which must stay whole.
    var ids: [String] {
        [act.rawValue, context.rawValue, server.rawValue] + [world?.rawValue, backup?.rawValue].compactMap(\.self)
    }
}

extension JournalAuthor {
    /// The columns `user` and `ssh_client`.
    var values: [DatabaseValue] {
        [StoredText.value(StoredText.cut(user)), StoredText.value(sshClient.map(StoredText.cut))]
    }
}

extension JournalLine {
    /// A row of `lines` with the digest of its act; nil for an event that this version does not know.
    init?(_ row: Row) {
        func text(_ column: String) -> String? {
            StoredText.text(row[column])
        }
        guard let event = JournalEntry.Event(name: text("event") ?? "", detail: text("detail")) else { return nil }
        let entry = JournalEntry(
            act: Identifier(text("act") ?? ""),
            at: Date(timeIntervalSinceReferenceDate: Double.fromDatabaseValue(row["at"]) ?? 0),
            context: Context.ID(text("context") ?? ""),
            server: Server.ID(text("server") ?? ""),
            serverName: text("server_name"),
            world: text("world").map { World.ID($0) },
            backup: text("backup").map { Backup.ID($0) },
            title: text("title"),
            step: text("step") ?? "",
            event: event,
            payload: text("payload")
        )
        self.init(
            number: row["number"],
            entry: entry,
            user: text("user") ?? "",
            sshClient: text("ssh_client"),
            planDigest: text("plan_digest")
        )
    }
}
