import TerminalUI

/// Which pages there are at a moment, and what stands on each.
struct WallPages {
    /// The most pages that servers or alarms take: with more of them nobody would wait for the end.
    static let limit = 6

    let material: WallMaterial
    /// Cells that the body of a page has.
    let room: Size
    /// What stands on every page.
    let pinned: WallAlarms.Pinned

    /// In the order they are shown; never empty.
    var all: [WallPage] {
        var pages: [WallPage] = [.worst]
        if !material.running.isEmpty { pages.append(.running) }
        if !pinned.isWhole {
            let count = alarmPages.parts
            pages += (0 ..< count).map { .alarms(part: $0, of: count) }
        }
        let count = grid.parts
        if !material.servers.isEmpty { pages += (0 ..< count).map { .servers(part: $0, of: count) } }
        return pages + [.sources]
    }

    /// What a page shows, within its room.
    func content(of page: WallPage) -> WallPageContent {
        var content = switch page {
        case .worst: WallWorstPage(material: material, room: room).content
        case .running: WallRunningPage(material: material, room: room).content
        case let .alarms(part, _): alarmPages.content(part: part)
        case let .servers(part, _): grid.content(part: part)
        case .sources: WallSourcesPage(material: material, room: room).content
        }
        content.lines = content.lines.prefix(max(1, room.height)).map {
            $0.clipped(toWidth: room.width, ellipsis: material.context.ellipsis)
        }
        return content
    }

    private var grid: WallServerGrid {
        WallServerGrid(material: material, room: room)
    }

    private var alarmPages: WallAlarmPages {
        WallAlarmPages(material: material, room: room, pinned: pinned.alarms.count)
    }
}
