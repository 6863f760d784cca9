public import BackupKit
public import FoundationEssentials

/// All servers of all contexts by id: the one source of truth that screens only look at.
public struct FleetState: Equatable, Sendable {
    /// In the order of the configuration.
    public let contextOrder: [Context.ID]
    /// The configured contexts by name.
    public internal(set) var contexts: [Context.ID: Context]
    /// Why a context's server list could not be read; nil after a good one.
    public internal(set) var contextErrors: [Context.ID: ProviderError]
    /// Failed server lists in a row.
    var contextFailures: [Context.ID: Int]
    /// Contexts that have answered at least once.
    public internal(set) var answered: Set<Context.ID>
    /// When a context last gave a good answer or told a live event, by our clock.
    public internal(set) var heardAt: [Context.ID: Date]
    /// How the servers of each context are read in turn.
    var sweeps: [Context.ID: Sweep]
    /// The servers that are shown, by context and id.
    public internal(set) var servers: [ServerRef: ServerState]
    /// The servers whose live feed is open.
    var subscribed: Set<ServerRef>
    /// In the order of contexts, then as each service lists them.
    public internal(set) var serverOrder: [ServerRef]

    init(contexts: [Context]) {
        contextOrder = contexts.map(\.id)
        self.contexts = Dictionary(contexts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        contextErrors = [:]
        contextFailures = [:]
        answered = []
        heardAt = [:]
        sweeps = Dictionary(
            contexts.map { ($0.id, Sweep(perMinute: $0.capabilities.news.requestsPerMinute)) },
            uniquingKeysWith: { first, _ in first }
        )
        servers = [:]
        subscribed = []
        serverOrder = []
    }

    /// The backups of a location; nil before they were asked for.
    public subscript(location: LocationRef) -> LocationState? {
        servers[location.server]?.locations[location.world]
    }

    /// What a server's service can do there: what its own lists told, else what the context says.
    public func capabilities(of ref: ServerRef) -> ProviderCapabilities? {
        servers[ref]?.capabilities ?? contexts[ref.context]?.capabilities
    }

    /// True when another server carries the same name, so that a name alone does not tell which is meant.
    public func isNameShared(_ name: String, by ref: ServerRef) -> Bool {
        servers.values.contains { $0.ref != ref && $0.server.name == name }
    }
}
