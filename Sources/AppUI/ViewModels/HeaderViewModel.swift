import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// The first line: program, where we are, what may be done, how alive the link is, and the time.
struct HeaderViewModel: Equatable {
    /// What a part of the line tells.
    enum Kind: Equatable {
        case program
        case context
        case place
        case count
        case world
        case access
        case link
        case power
        case condition
        /// Servers of which it is not known whether they are protected.
        case unknown
        case alarms
    }

    struct Part: Equatable {
        var kind: Kind
        var text: String
        /// Says the same in fewer cells.
        var short: String?
        var role: Theme.Role
    }

    var parts: [Part]
    var clock: String?

    init(_ state: AppState, _ context: ViewContext) {
        clock = state.settings.showsClock ? context.time.clock(state.now, utc: state.manager.timeStyle == .utc) : nil
        parts = [Part(kind: .program, text: "Backtop", role: .title)]
        if state.screen == .contexts {
            parts.append(Part(kind: .place, text: "Contexts", role: .title))
            parts.append(Part(kind: .count, text: Self.count(state), role: .normal))
            return
        }
        if state.screen == .events {
            parts.append(Part(kind: .place, text: "Events", role: .title))
            return
        }
        if state.screen == .operations {
            let open = state.operationRows.count { $0.operation.isOpen }
            parts.append(Part(kind: .place, text: "Operations", role: .title))
            parts.append(Part(kind: .count, text: "\(open) running", role: .normal))
            return
        }
        guard state.screen == .backups, let location = state.location, let server = state.visibleServer else {
            parts.append(Part(kind: .place, text: "Fleet", role: .title))
            guard !state.fleet.serverOrder.isEmpty else { return }
            parts.append(Part(kind: .count, text: Self.count(state), role: .normal))
            parts += Self.troubles(state)
            return
        }
        let name = server.server.name.shown
        parts.append(Part(kind: .context, text: location.server.context.rawValue.shown, role: .faint))
        parts.append(Part(kind: .place, text: name.isEmpty ? location.server.server.short.shown : name, role: .title))
        if let world = Self.world(location, server) { parts.append(world) }
        parts.append(Self.access(state))
        parts.append(Self.link(state, server: server, location: location))
        parts.append(Self.power(server))
        if server.server.condition != .available {
            parts.append(Part(kind: .condition, text: server.server.condition.words.shown, role: .warning))
        }
    }

    private static func count(_ state: AppState) -> String {
        let servers = state.fleet.serverOrder.count
        let contexts = state.fleet.contextOrder.count
        return "\(servers) server\(servers == 1 ? "" : "s") in \(contexts) context\(contexts == 1 ? "" : "s")"
    }

    /// How many servers are without a good backup that is fresh enough, and how many alarms nobody has seen.
    private static func troubles(_ state: AppState) -> [Part] {
        let counts = state.protectionCounts
        let (unknown, unprotected) = (counts[.unknown] ?? 0, counts[.notProtected] ?? 0)
        let alarms = state.watch.book.raised.count { !state.watch.isAcknowledged($0.alarm.id, at: state.now) }
        var parts: [Part] = []
        if unprotected > 0 {
            parts.append(Part(
                kind: .condition, text: "\(unprotected) not protected", short: "\(unprotected) bad", role: .warning
            ))
        }
        if unknown > 0 { parts.append(Part(kind: .unknown, text: "\(unknown) unknown", role: .unknown)) }
        if alarms > 0 {
            parts.append(Part(kind: .alarms, text: "\(alarms) alarm\(alarms == 1 ? "" : "s")", role: .failure))
        }
        return parts
    }

    /// `world 1/3 main` where there are several.
    private static func world(_ location: LocationRef, _ server: ServerState) -> Part? {
        let worlds = server.server.worlds
        guard worlds.count > 1, let index = worlds.firstIndex(where: { $0.id == location.world }) else { return nil }
        let isActive = worlds[index].isActive
        let number = "world \(index + 1)/\(worlds.count)"
        let name = worlds[index].name.shown.clipped(toWidth: 16)
        return Part(
            kind: .world,
            text: "\(number) \(name)" + (isActive ? "" : " (not active)"),
            short: number,
            role: isActive ? .normal : .warning
        )
    }

    private static func access(_ state: AppState) -> Part {
        let isWritable = state.visibleContext?.access == .readWrite && !state.settings.isReadOnly
        let isProtected = state.isVisibleServerProtected
        return Part(
            kind: .access,
            text: (isWritable ? "RW" : "RO") + (isProtected ? " PROTECTED" : ""),
            short: isWritable ? "RW" : "RO",
            role: isWritable ? .warning : .normal
        )
    }

    /// `live`, `polling` or `offline`, with the age of the data once it is old.
    private static func link(_ state: AppState, server: ServerState, location: LocationRef) -> Part {
        let refresh = state.settings.refresh ?? state.visibleCapabilities?.news.idlePoll ?? .seconds(30)
        let link = server.link(at: location.world)
        var age = ""
        if let fetchedAt = state.fleet[location]?.fetchedAt {
            let seconds = state.now.timeIntervalSince(fetchedAt)
            // Offline, nothing will make it younger soon: then it tells at once.
            let limit = link == .offline ? 1 : 2 * (refresh / .seconds(1))
            if seconds > limit { age = " \(TimeText.span(seconds)) old" }
        }
        let (word, role): (String, Theme.Role) = switch link {
        case .connecting: ("connecting", .faint)
        case .live: ("live", age.isEmpty ? .normal : .warning)
        case .polling: ("polling", .warning)
        case .offline: ("offline", .failure)
        }
        return Part(kind: .link, text: word + age, short: word, role: role)
    }

    private static func power(_ server: ServerState) -> Part {
        let role: Theme.Role = switch server.power {
        case .unknown: .unknown
        case .crashed: .failure
        case .running, .starting, .stopping, .stopped: .normal
        }
        let word = server.power.words
        return Part(
            kind: .power, text: "power \(word)", short: server.power == .unknown ? "power ?" : word, role: role
        )
    }
}
