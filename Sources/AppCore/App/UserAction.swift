/// Everything a key, a menu line or the palette can ask for. The raw values are the stable names of a keymap file.
public enum UserAction: String, CaseIterable, Hashable, Sendable {
    case moveDown = "move-down"
    case moveUp = "move-up"
    case moveTop = "move-top"
    case moveBottom = "move-bottom"
    case pageDown = "page-down"
    case pageUp = "page-up"
    case halfPageDown = "half-page-down"
    case halfPageUp = "half-page-up"
    case open
    case close
    case back
    case nextPane = "next-pane"
    case showServers = "show-servers"
    case showBackups = "show-backups"
    case showOperations = "show-operations"
    case showEvents = "show-events"
    case showContexts = "show-contexts"
    case previousServer = "previous-server"
    case nextServer = "next-server"
    case previousWorld = "previous-world"
    case nextWorld = "next-world"
    case filter
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case palette
    case help
    case mark
    case markRange = "mark-range"
    case invertMarks = "invert-marks"
    case clearMarks = "clear-marks"
    case sort
    case reverseSort = "reverse-sort"
    case follow
    case pause
    case refresh
    case redraw
    case actionsMenu = "actions"
    /// Only the servers with trouble, and all of them again.
    case showTrouble = "show-trouble"
    case groupByContext = "group-by-context"
    /// The alarms of the selected server are seen, and quiet for a while.
    case acknowledgeAlarms = "acknowledge-alarms"
    case exportEvents = "export-events"
    case create
    case restore
    case delete
    case retention
    case cancelOperation = "cancel-operation"
    case acknowledge = "dismiss-outcome"
    case retry
    case rename
    case lock
    case download
    case verify
    case power
    case undo
    case toggleDetail = "detail"
    case wide
    case timeStyle = "time-style"
    case copy

    /// True when the action may end in a request that changes something at the service.
    public var isMutating: Bool {
        switch self {
        case .create, .restore, .delete, .retention, .cancelOperation, .acknowledge, .retry, .rename, .lock, .power,
             .undo: true
        case .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .open, .close,
             .back, .nextPane, .showServers, .showBackups, .showOperations, .showEvents, .showContexts,
             .previousServer, .nextServer, .previousWorld, .nextWorld, .filter, .nextMatch, .previousMatch, .palette,
             .help, .mark, .markRange, .invertMarks, .clearMarks, .sort, .reverseSort, .follow, .pause, .refresh,
             .redraw, .actionsMenu, .showTrouble, .groupByContext, .acknowledgeAlarms, .exportEvents, .download,
             .verify,
             .toggleDetail, .wide, .timeStyle, .copy: false
        }
    }
}
