import BackupKit
import FoundationEssentials
import ProviderSupport

extension PterodactylMapping {
    /// How the restores in the activity log ended: the last end for each backup that can be told.
    ///
    /// Entries name a backup only by its name (sheet 2.9). A name that several backups bear is told apart only by a
    /// restore that was asked for here.
    ///
    /// - Parameters:
    ///   - entries: newest first.
    ///   - request: the restore that was asked for here last; nil where there was none lately.
    static func restores(
        _ entries: [PterodactylWire.Activity],
        of backups: [Backup],
        request: RestoreMemory.Request?
    ) -> [OperationReport] {
        let byName = Dictionary(grouping: backups.filter { $0.name != nil }, by: \.name)
        var told: Set<Backup.ID> = []
        var reports: [OperationReport] = []
        for entry in entries {
            guard let state = end(entry.event),
                  let endedAt = entry.timestamp.value.flatMap(Timestamp.date),
                  let name = entry.properties.value?.name.value
            else { continue }
            // By time: entries of one second stand in no certain order.
            let starts = entries.compactMap { Start($0, name: name) }
            guard !starts.contains(where: { $0.at > endedAt }) else {
                // What ended before a newer start is the restore before.
                continue
            }
            let start = starts.filter { $0.at <= endedAt }.max { $0.at < $1.at }
            guard let backup = restored(byName[name] ?? [], start: start?.entry, request: request),
                  backup.id != request?.backup || request?.owns(endedAt, start: start?.key) != false,
                  // A name can pass to a new backup when the old one is gone.
                  (backup.createdAt ?? endedAt) <= endedAt,
                  told.insert(backup.id).inserted
            else { continue }
            reports.append(OperationReport(
                backup: backup.id,
                kind: .restore,
                phase: .extract,
                state: state,
                run: OperationRun.ID(entry.id.value ?? "\(entry.event) \(entry.timestamp.value ?? "")"),
                endedAt: endedAt
            ))
        }
        return reports
    }

    /// The starts of restores in the log, by what tells them apart.
    static func starts(_ entries: [PterodactylWire.Activity]) -> Set<String> {
        Set(entries.filter { $0.event == startEvent }.map(Start.key))
    }

    /// An entry that a restore was asked for.
    private struct Start {
        let entry: PterodactylWire.Activity
        let at: Date
        let key: String

        init?(_ entry: PterodactylWire.Activity, name: String) {
            guard entry.event == startEvent, entry.properties.value?.name.value == name,
                  let at = entry.timestamp.value.flatMap(Timestamp.date) else { return nil }
            self.entry = entry
            self.at = at
            key = Self.key(entry)
        }

        static func key(_ entry: PterodactylWire.Activity) -> String {
            entry.id.value ?? "\(entry.timestamp.value ?? "") \(entry.properties.value?.name.value ?? "")"
        }
    }

    private static let startEvent = "server:backup.restore"

    /// The failure is spelt with a dot where all others have a colon (sheet 2.6); the colon is taken as well.
    private static func end(_ event: String) -> OperationState? {
        switch event {
        case "server:backup.restore-complete", "server.backup.restore-complete": .done
        case "server.backup.restore-failed", "server:backup.restore-failed": .failed
        default: nil
        }
    }

    private static func restored(
        _ bearers: [Backup],
        start: PterodactylWire.Activity?,
        request: RestoreMemory.Request?
    ) -> Backup? {
        if bearers.count == 1 { return bearers[0] }
        // Only one restore runs on a server at a time: where its start was ours, so is its end.
        guard let start, let request, start.isFromKey.value == true,
              start.properties.value?.truncates.value == request.truncates
        else { return nil }
        return bearers.first { $0.id == request.backup }
    }
}
