/// What `server-settings` may say about one server; nil means that the context decides.
struct ServerSettings: Hashable, Sendable {
    /// How old the last good backup may be.
    var freshness: Duration?
    /// Whether severe acts are raised to extreme.
    var isProtected: Bool?
    /// Whether the server is left out of the fleet, its alarms and its counts.
    var isIgnored = false
}
