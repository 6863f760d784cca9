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
        count > 1 ? " \(part + 1)/\(count)" : ""
    }
}
