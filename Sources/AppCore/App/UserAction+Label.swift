extension UserAction {
    /// The action in a word or two, as it stands in menus and in front of reasons.
    public var label: String {
        switch self {
        case .moveDown: "down"
        case .moveUp: "up"
        case .moveTop: "first"
        case .moveBottom: "last"
        case .pageDown: "page down"
        case .pageUp: "page up"
        case .halfPageDown: "half page down"
        case .halfPageUp: "half page up"
        case .nextPane: "next pane"
        case .showServers: "servers"
        case .showBackups: "backups"
        case .showOperations: "operations"
        case .showEvents: "events"
        case .showContexts: "contexts"
        case .previousServer: "previous server"
        case .nextServer: "next server"
        case .previousWorld: "previous world"
        case .nextWorld: "next world"
        case .nextMatch: "next match"
        case .previousMatch: "previous match"
        case .markRange: "mark range"
        case .invertMarks: "invert marks"
        case .clearMarks: "clear marks"
        case .reverseSort: "reverse order"
        case .actionsMenu: "actions"
        case .cancelOperation: "cancel operation"
        case .acknowledge: "dismiss outcome"
        case .toggleDetail: "detail"
        case .wide: "wide columns"
        case .timeStyle: "time style"
        case .showTrouble: "only trouble"
        case .groupByContext: "group by context"
        case .acknowledgeAlarms: "acknowledge alarms"
        case .exportEvents: "export events"
        case .open, .close, .back, .filter, .palette, .help, .mark, .sort, .follow, .pause, .refresh, .redraw, .create,
             .restore, .delete, .retention, .retry, .rename, .lock, .download, .verify, .power, .undo, .copy:
            rawValue
        }
    }
}
