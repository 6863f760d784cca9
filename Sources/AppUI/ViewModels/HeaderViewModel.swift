import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// The first line: program, where we are, what may be done, how alive the link is, and the time.
struct HeaderViewModel: Equatable {
    struct Part: Equatable {
        var text: String
        var role: Theme.Role
        /// Parts with a higher number go first where the line is short.
        var dropRank: Int
    }

    var parts: [Part]
    var clock: String?

    init(_ state: AppState, _ context: ViewContext) {
        clock = state.settings.showsClock ? context.time.clock(state.now, utc: state.manager.timeStyle == .utc) : nil
        parts = [Part(text: "Backtop", role: .title, dropRank: 6)]
        guard state.screen == .backups, let location = state.location, let server = state.visibleServer else {
            let count = state.fleet.serverOrder.count
            parts.append(Part(text: "Servers", role: .title, dropRank: 0))
            parts.append(Part(text: "\(count) in \(state.fleet.contextOrder.count) contexts", role: .normal, dropRank: 2))
            return
        }
        parts.append(Part(text: location.server.context.rawValue.printable, role: .faint, dropRank: 5))
        parts.append(Part(text: server.server.name.printable, role: .title, dropRank: 0))
        if let world = Self.world(location, server) {
            parts.append(Part(text: world, role: .normal, dropRank: 4))
        }
        parts.append(Self.access(state))
        parts.append(Self.badge(state, server: server, location: location))
        parts.append(Part(text: server.power.words, role: server.power == .unknown ? .unknown : .normal, dropRank: 3))
        if server.server.condition != .available {
            parts.append(Part(text: server.server.condition.words.printable, role: .warning, dropRank: 1))
        }
    }

    /// `world 1/3 main` where there are several.
    private static func world(_ location: LocationRef, _ server: ServerState) -> String? {
        let worlds = server.server.worlds
        guard worlds.count > 1, let index = worlds.firstIndex(where: { $0.id == location.world }) else { return nil }
        let name = worlds[index].name.printable.clipped(toWidth: 16)
        return "world \(index + 1)/\(worlds.count) \(name)" + (worlds[index].isActive ? "" : " (inactive)")
    }

    private static func access(_ state: AppState) -> Part {
        let isWritable = state.visibleContext?.access == .readWrite && !state.settings.isReadOnly
        let isProtected = state.isVisibleServerProtected
        return Part(
            text: (isWritable ? "RW" : "RO") + (isProtected ? " PROTECTED" : ""),
            role: isWritable ? .warning : .normal,
            dropRank: 1
        )
    }

    /// `live`, `polling` or `offline`, with the age of the data once it is old.
    private static func badge(_ state: AppState, server: ServerState, location: LocationRef) -> Part {
        let link = server.link(at: location.world)
        let refresh = state.settings.refresh ?? state.visibleContext?.capabilities.idlePoll ?? .seconds(30)
        var age = ""
        if let fetchedAt = state.fleet[location]?.fetchedAt {
            let seconds = state.now.timeIntervalSince(fetchedAt)
            if seconds > 2 * (refresh / .seconds(1)) { age = " \(TimeText.span(seconds)) old" }
        }
        switch link {
        case .connecting: return Part(text: "connecting", role: .faint, dropRank: 1)
        case .live: return Part(text: "live" + age, role: age.isEmpty ? .normal : .warning, dropRank: 1)
        case .polling: return Part(text: "polling" + age, role: .warning, dropRank: 1)
        case .offline: return Part(text: "offline" + age, role: .failure, dropRank: 1)
        }
    }

    /// The parts that fit, joined, in the given width.
    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        let clockWidth = clock.map { $0.displayWidth + 2 } ?? 0
        var kept = parts
        func length() -> Int { kept.reduce(0) { $0 + $1.text.displayWidth } + max(0, kept.count - 1) * 2 }
        var showsClock = clock != nil && width >= 30
        while kept.count > 1, length() + (showsClock ? clockWidth : 0) > width {
            guard let rank = kept.map(\.dropRank).max(), rank > 0,
                  let index = kept.lastIndex(where: { $0.dropRank == rank }) else { break }
            if rank <= 1, showsClock {
                showsClock = false
                continue
            }
            kept.remove(at: index)
        }
        var line = Line()
        for (index, part) in kept.enumerated() {
            if index > 0 { line.append("  ") }
            line.append(part.text, style: theme.style(part.role))
        }
        line = line.clipped(toWidth: width, ellipsis: ellipsis)
        if showsClock, let clock {
            let gap = width - line.width - clock.displayWidth
            if gap > 0 {
                line.append(String(repeating: " ", count: gap))
                line.append(clock, style: theme.style(.faint))
            }
        }
        return line
    }
}
