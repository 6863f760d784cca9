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
        for (position, entry) in entries.enumerated() {
            guard let state = end(entry.event),
                  let endedAt = entry.timestamp.value.flatMap(Timestamp.date),
                  let name = entry.properties.value?.name.value
            else { continue }
            let start = entries[position...].first { $0.event == startEvent && $0.properties.value?.name.value == name }
            // An end that stands behind a newer start is of the restore before.
            let isOver = !entries[..<position].contains {
                $0.event == startEvent && $0.properties.value?.name.value == name
            }
            guard isOver, let backup = restored(byName[name] ?? [], start: start, request: request),
                  // What ended before ours was asked for is no news of ours.
                  backup.id != request?.backup || request?.askedAt.map({ endedAt >= $0 }) != false,
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
