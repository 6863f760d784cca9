/// The plain list of servers: what is selected and how far it is scrolled.
public struct ServerList: Equatable, Sendable {
    /// Follows the server, never the row.
    public internal(set) var selection: ServerRef?
    public internal(set) var viewportRows: Int

    public init() {
        viewportRows = 20
    }
}
