import AppCore
import BackupKit
import TerminalUI

/// All alarms, those that nobody has seen first, over as many pages as they take.
struct WallAlarmPages {
    let material: WallMaterial
    let room: Size

    private var all: [WallAlarm] {
        material.alarms.all
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
        min(WallPages.limit, max(1, (all.count + perPage - 1) / perPage))
    }

    func content(part: Int) -> WallPageContent {
        let first = min(part * perPage, all.count)
        let shown = all[first ..< min(first + perPage, all.count)]
        var detail = "\(all.count) in all"
        if all.count > parts * perPage { detail += ", \(all.count - parts * perPage) of them not shown" }
        let present = Set(shown.map(\.context))
        return WallPageContent(
            detail: detail,
            sources: material.state.fleet.contextOrder.filter { present.contains($0.rawValue.shown) },
            lines: WallAlarms.rows(Array(shown), showsNext: showsNext, width: room.width, context: material.context)
        )
    }
}
