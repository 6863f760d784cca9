import AppCore
import BackupKit
import TerminalUI

/// What the lower part of the wall shows in turn.
enum WallPage: Hashable {
    /// The worst off servers with their signals.
    case worst
    /// Work that runs.
    case running
    /// Part of the alarms, where they are not all pinned.
    case alarms(part: Int, of: Int)
    /// Part of all servers.
    case servers(part: Int, of: Int)
    /// How each source is reached.
    case sources

    /// What the page is called.
    var name: String {
        switch self {
        case .worst: "Worst first"
        case .running: "Running"
        case let .alarms(part, count): "Alarms" + Self.part(part, count)
        case let .servers(part, count): "Servers" + Self.part(part, count)
        case .sources: "Sources"
        }
    }

    private static func part(_ part: Int, _ count: Int) -> String {
        count > 1 ? " \(part + 1) of \(count)" : ""
    }
}

/// A page as it is drawn.
struct WallPageContent: Equatable {
    /// Beside the name: what of it is shown.
    var detail = ""
    /// The sources of what is shown, in the order of the configuration.
    var sources: [Context.ID] = []
    var lines: [Line] = []
}

/// What all pages are made from.
struct WallMaterial {
    let state: AppState
    let context: ViewContext
    let counts: WallCounts
    let alarms: WallAlarms
    /// The servers, the worst off first; those of which nothing is known come before the good ones.
    let servers: [ServerRef]
    /// Running work of all contexts, oldest first.
    let running: [OperationList.Row]

    init(_ state: AppState, _ context: ViewContext) {
        self.state = state
        self.context = context
        counts = WallCounts(state)
        alarms = WallAlarms(state)
        let protections = counts.protections
        let rows = state.listedServers
        servers = rows.filter { protections[$0] != .protected } + rows.filter { protections[$0] == .protected }
        running = counts.runningCount == 0 ? [] : state.operationRows.filter(\.operation.isOpen)
    }

    /// The contexts of servers, in the order of the configuration.
    func sources(of refs: some Sequence<ServerRef>) -> [Context.ID] {
        let present = Set(refs.map(\.context))
        return state.fleet.contextOrder.filter(present.contains)
    }

    /// A row that says how much more there is.
    func more(_ text: String, width: Int) -> Line {
        Line(text, style: context.theme.style(.faint)).clipped(toWidth: width, ellipsis: context.ellipsis)
    }
}
