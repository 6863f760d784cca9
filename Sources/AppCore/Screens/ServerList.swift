/// The plain list of servers: what is selected and how far it is scrolled.
public struct ServerList: Equatable, Sendable {
    /// Follows the server, never the row.
    public internal(set) var selection: ServerRef?
    /// How many rows fit on the screen.
    public internal(set) var viewportRows: Int

    /// A list with nothing selected.
    public init() {
        viewportRows = 20
    }
}
