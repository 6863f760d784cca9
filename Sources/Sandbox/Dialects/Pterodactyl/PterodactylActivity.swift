import Crypto
import FoundationEssentials

/// The activity log as the panel shows it (section 2.9).
struct PterodactylActivity {
    let scenario: SandboxScenario

    /// The page that a call asks for, filtered by a part of the event's name.
    func list(_ entries: [ActivityEntry], _ call: Call, base: String) -> JSON {
        var entries = entries
        if let part = call.queryValue("filter[event]") {
            entries.removeAll { !name(of: $0.event).contains(part) }
        }
        if call.queryValue("sort") != "timestamp" {
            entries.reverse()
        }
        let page = PterodactylPage(call, total: entries.count, usual: 25, largest: 100)
        return page.list(page.slice(entries).map(json), base: base, query: call.query)
    }

    private func json(_ entry: ActivityEntry) -> JSON {
        let id = Insecure.SHA1.hash(data: Data("activity \(entry.number)".utf8)).hexadecimal
        let isOwn = entry.initiator == .account
        return ["object": "activity_log", "attributes": [
            "id": .string(id),
            "batch": nil,
            "event": .string(name(of: entry.event)),
            "is_api": .bool(isOwn),
            "ip": isOwn ? "127.0.0.1" : nil,
            "description": nil,
            "properties": .object([.init(name: "name", value: .string(entry.backup))] + properties(of: entry.event)),
            "has_additional_metadata": false,
            "timestamp": .string(entry.at.panelText),
        ]]
    }

    /// Deployed panels write a failed restore with a dot where all others have a colon.
    private func name(of event: ActivityEntry.Event) -> String {
        switch event {
        case .start: "server:backup.start"
        case .complete: "server:backup.complete"
        case .fail: "server:backup.fail"
        case .lock: "server:backup.lock"
        case .unlock: "server:backup.unlock"
        case .download: "server:backup.download"
        case .delete: "server:backup.delete"
        case .restore: "server:backup.restore"
        case .restoreComplete: "server:backup.restore-complete"
        case .restoreFailed: scenario == .deployed ? "server.backup.restore-failed" : "server:backup.restore-failed"
        }
    }

    private func properties(of event: ActivityEntry.Event) -> [JSON.Member] {
        switch event {
        case let .start(locked): [.init(name: "locked", value: .bool(locked))]
        case let .delete(failed): [.init(name: "failed", value: .bool(failed))]
        case let .restore(wiped): [.init(name: "truncate", value: .bool(wiped))]
        case .complete, .fail, .lock, .unlock, .download, .restoreComplete, .restoreFailed: []
        }
    }
}
