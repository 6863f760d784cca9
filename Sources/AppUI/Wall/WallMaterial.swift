import AppCore
import BackupKit
import TerminalUI

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
        servers = counts.servers
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
