import AppCore
import BackupKit
import TerminalUI

/// The alarms that are not pinned, those that nobody has seen first, over as many pages as they take.
struct WallAlarmPages {
    let material: WallMaterial
    let room: Size
    /// How many stand on every page.
    let pinned: Int

    private var rest: ArraySlice<WallAlarm> {
        material.alarms.all.dropFirst(pinned)
    }

    /// What to do stands under each where a page has room for it.
    private var showsNext: Bool {
        room.height >= 6
    }

    private var perPage: Int {
        max(1, room.height / (showsNext ? 2 : 1))
    }

    /// How many pages they take.
    var parts: Int {
        min(WallPages.limit, max(1, (rest.count + perPage - 1) / perPage))
    }

    func content(part: Int) -> WallPageContent {
        let shown = Array(rest.dropFirst(part * perPage).prefix(perPage))
        let total = material.alarms.all.count
        let first = pinned + part * perPage + 1
        var detail = shown.count == total ? "" : WallPageContent.range(from: first, count: shown.count, of: total)
        if rest.count > parts * perPage { detail += ", \(rest.count - parts * perPage) not shown" }
        let present = Set(shown.map(\.context))
        return WallPageContent(
            detail: detail,
            sources: material.state.fleet.contextOrder.filter { present.contains($0.rawValue.shown) },
            lines: WallAlarmTable(
                alarms: shown, showsNext: showsNext, width: room.width, context: material.context
            ).lines
        )
    }
}
