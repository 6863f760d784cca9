import BackupKit
import FoundationEssentials

/// Room for a new backup where the limit is reached: offers the backups that may be deleted for it, one of which the
/// user picks. The delete itself is a plan of its own.
enum MakeRoomReducer {
    /// Most that are offered at once.
    private static let offered = 9

    /// The limit is reached for certain.
    static func isFull(_ location: LocationRef, state: AppState) -> Bool {
        guard let quota = state.fleet.servers[location.server]?.quota, let limit = quota.limit, limit > 0,
              let used = quota.used else { return false }
        return used >= limit
    }

    static func open(_ location: LocationRef, sparing source: Backup.ID?, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[location.server], let place = state.fleet[location] else { return [] }
        let busy = Set(server.visibleOperations.filter(\.isOpen).map(\.key.backup))
        let candidates = MakeRoom.candidates(
            in: place.backups, sparing: source, busy: busy, counting: server.capabilities.quota.counted,
            now: server.serviceTime(at: state.now)
        ).filter(\.isRemoval)
        guard !candidates.isEmpty else {
            state.notice = Notice(
                .warning,
                "Quota full, and no backup here may be deleted for it: look at locks and ages"
            )
            return []
        }
        let lines = candidates.prefix(offered).enumerated().map { index, decision in
            Menu.Line(choice: .makeRoom(decision.backup.id), letter: Character("\(index + 1)"))
        }
        OverlayReducer.push(.menu(Menu(kind: .makeRoom, lines: lines)), state: &state)
        return []
    }
}
