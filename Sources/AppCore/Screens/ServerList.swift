import BackupKit

/// The fleet: the servers of all contexts, what is selected, how they are ordered and what they are narrowed to.
public struct ServerList: Equatable, Sendable {
    /// The servers that pass the filter, in the order they are shown.
    public internal(set) var rows: [ServerRef] = []
    /// Follows the server, never the row.
    public internal(set) var selection: ServerRef?
    /// The user has moved: before that the first row is selected, whatever server stands there.
    var isChosen = false
    /// Rows scrolled away at the top.
    public internal(set) var scrollOffset = 0
    /// How many rows fit on the screen.
    public internal(set) var viewportRows = 20
    /// The filter as the user typed it.
    public internal(set) var filterText = ""
    /// What it means.
    public internal(set) var filter = FleetFilter()
    /// The worst first, unless the user says otherwise.
    public internal(set) var sort = FleetSort()
    /// The servers of a context stand together, in the order of the configuration.
    public internal(set) var isGrouped = false
    /// The order stays as it is while this is set; what the rows say goes on.
    public internal(set) var isPaused = false
    /// The details of the selected server are shown where they usually are not, or the other way round.
    public internal(set) var isDetailToggled = false
    /// The servers whose live feeds are wanted because they can be seen.
    var followed: [ServerRef] = []
    /// The watch's revision that the rows were made from.
    var shownRevision = -1

    /// A list with nothing selected.
    public init() {}

    /// The row of the selected server, from 0.
    public var selectedRow: Int {
        selection.flatMap { rows.firstIndex(of: $0) } ?? 0
    }
}

extension AppState {
    /// The servers that pass the list's filter, in order.
    public var listedServers: [ServerRef] {
        serverList.rows
    }
}
