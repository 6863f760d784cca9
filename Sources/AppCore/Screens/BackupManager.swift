public import BackupKit
import FoundationEssentials

/// The BackupManager screen: which location it shows and how. The backups themselves live in the fleet.
public struct BackupManager: Equatable, Sendable {
    /// How moments are written.
    public enum TimeStyle: String, CaseIterable, Equatable, Sendable {
        case age
        case local
        case utc
    }

    /// What is shown; nil before a server was opened.
    public internal(set) var location: LocationRef?
    /// Ids of the rows that pass the filter, in order. Made anew when list, filter or order change.
    public internal(set) var rows: [Backup.ID]
    /// Follows the backup, never the row.
    public internal(set) var selection: Backup.ID?
    /// Where the selected backup stands in `rows`.
    public internal(set) var selectedRow: Int
    /// First row on screen.
    public internal(set) var scrollOffset: Int
    /// How many rows fit on the screen.
    public internal(set) var viewportRows: Int
    /// The order of the rows.
    public internal(set) var sort: BackupSort
    /// The filter as the user typed it.
    public internal(set) var filterText: String
    /// What `filterText` means.
    public internal(set) var filter: BackupFilter
    /// The marked backups; only ones that are in the list.
    public internal(set) var marks: Set<Backup.ID>
    /// Where a range mark begins.
    public internal(set) var rangeStart: Backup.ID?
    /// The detail pane is the other way round than the screen's size alone would have it.
    public internal(set) var isDetailToggled: Bool
    /// Columns show longer forms.
    public internal(set) var isWide: Bool
    /// The selected row keeps its place on the screen while the list moves under it.
    public internal(set) var isFollowing: Bool
    /// The backups as they were when the list was paused; nil while it is live.
    public internal(set) var paused: [Backup.ID: Backup]?
    /// How moments are written in the list.
    public internal(set) var timeStyle: TimeStyle
    /// `q` leads back to the server list; otherwise this screen is where the session began.
    public internal(set) var isOpenedFromServers: Bool
    var shownRevision: Int

    init() {
        rows = []
        selectedRow = 0
        scrollOffset = 0
        viewportRows = 10
        sort = BackupSort()
        filterText = ""
        filter = BackupFilter()
        marks = []
        isDetailToggled = false
        isWide = false
        isFollowing = false
        timeStyle = .age
        isOpenedFromServers = false
        shownRevision = -1
    }

    /// The row range that is on screen.
    public var visibleRange: Range<Int> {
        let start = min(max(0, scrollOffset), max(0, rows.count - 1))
        return start ..< min(rows.count, start + max(1, viewportRows))
    }
}

extension AppState {
    /// The backup as the list shows it: live, or as it was when the list was paused.
    public func shownBackup(_ id: Backup.ID) -> Backup? {
        if let paused = manager.paused { return paused[id] }
        return location.flatMap { fleet[$0] }?[id]
    }

    /// The backup under the cursor.
    public var selectedBackup: Backup? {
        manager.selection.flatMap(shownBackup)
    }
}
