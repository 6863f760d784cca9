import FoundationEssentials

/// What one client of the node's socket may be told, and what it asks for (sections 4.3 and 4.4).
struct PterodactylSession {
    /// What the client's token is worth at the moment.
    private enum Standing {
        case silent
        case refused(JSON)
        case open([String])
    }

    private let dialect: PterodactylDialect
    private let server: GameServer.ID
    private let link: SocketLink
    private var token: String?
    /// Whether the client has been told the server's state.
    private var isGreeted = false
    private var warning: TokenWarning?
    private var random: SeededGenerator
    private var shaper: EventShaper<JSON>

    init(dialect: PterodactylDialect, server: GameServer.ID, link: SocketLink) {
        self.dialect = dialect
        self.server = server
        self.link = link
        random = SeededGenerator(seed: dialect.seed, purpose: "stats \(server.text)")
        shaper = EventShaper(random: SeededGenerator(seed: dialect.seed, purpose: "events \(server.text)"))
    }

    /// Takes a frame of the client.
    mutating func receive(_ text: String) async throws {
        guard let message = JSON(parsing: text.utf8), let event = message["event"]?.text else {
            await record(text)
            return
        }
        let argument: String? = if case let .array(args)? = message["args"] { args.first?.text } else { nil }
        if event == "auth" {
            return try await authenticate(argument ?? "", text)
        }
        await record(text)
        switch standing {
        case .silent: try await link.send(PterodactylFrames.tokenError("no jwt present"))
        case let .refused(frame): try await link.send(frame)
        case let .open(permissions): try await obey(event, argument ?? "", permissions)
        }
    }

    /// Passes an event on, through the faults that concern events.
    mutating func tell(_ event: ServiceEvent) async throws {
        guard case let .open(permissions)? = try await hearing(for: event) else { return }
        for frame in try await frames(event, permissions) {
            try await pass(frame)
        }
    }

    /// Once a second: statistics of a running game, and warnings of the token's end.
    mutating func tick() async throws {
        if let token, let left = dialect.links.socket(token)?.remaining, left > .zero, warning?.isDue(left) == true {
            try await link.send(PterodactylFrames.frame("token expiring"))
        }
        let host = try await dialect.engine.server(server)
        guard host.power == .running else { return }
        switch standing {
        case .silent: break
        case let .refused(frame): try await link.send(frame)
        case .open: try await pass(stats(host))
        }
    }

    private var standing: Standing {
        guard let token, let opened = dialect.links.socket(token) else { return .silent }
        guard opened.remaining > .zero else { return .refused(PterodactylFrames.tokenError("exp claim is invalid")) }
        guard opened.server == server else { return .refused(PterodactylFrames.tokenError("server uuid mismatch")) }
        return .open(opened.permissions)
    }

    private mutating func authenticate(_ token: String, _ text: String) async throws {
        guard let opened = dialect.links.socket(token) else {
            await record(text)
            let reason = "an unexpected error was encountered while handling this request"
            return try await link.send(PterodactylFrames.daemonError(reason))
        }
        self.token = token
        warning = TokenWarning(life: opened.remaining)
        await record(text)
        guard opened.remaining > .zero else {
            return try await link.send(PterodactylFrames.tokenError("exp claim is invalid"))
        }
        try await link.send(PterodactylFrames.frame("auth success"))
        guard !isGreeted else { return }
        if case let .refused(frame) = standing {
            return try await link.send(frame)
        }
        isGreeted = true
        let host = try await dialect.engine.server(server)
        try await link.send(PterodactylFrames.status(host.power))
        if host.power.isAtRest {
            try await link.send(stats(host))
        }
    }

    /// What the client may hear of an event; a token that has ended turns each event into an error.
    private mutating func hearing(for event: ServiceEvent) async throws -> Standing? {
        // Steps on the way are not told at all.
        if case let .progress(_, task, report) = event, task == .file || report.state == .ongoing {
            return nil
        }
        if case let .refused(frame) = standing {
            try await pass(frame)
            return nil
        }
        return standing
    }

    private mutating func frames(_ event: ServiceEvent, _ permissions: [String]) async throws -> [JSON] {
        switch event {
        case let .progress(id, .create, report):
            guard report.state != .cancelled, PterodactylAccess.allows(.readBackups, permissions) else { return [] }
            let host = try await dialect.engine.server(server)
            return host.shelf[id].map { [PterodactylFrames.completed($0)] } ?? []
        case let .progress(_, .restore, report):
            return (report.state == .done ? [PterodactylFrames.restored] : []) + [PterodactylFrames.restoreCompleted]
        case .progress: return []
        case let .restoring(path): return [PterodactylFrames.restoring(path)]
        case let .power(power):
            let host = try await dialect.engine.server(server)
            return switch power {
            case .starting: [
                    PterodactylFrames.console("Updating process configuration files..."),
                    PterodactylFrames.status(power),
                ]
            case .running, .stopping: [PterodactylFrames.status(power)]
            case .stopped, .crashed: [PterodactylFrames.status(power), stats(host)]
            }
        }
    }

    private mutating func obey(_ event: String, _ argument: String, _ permissions: [String]) async throws {
        let host = try await dialect.engine.server(server)
        switch event {
        case "send stats": try await link.send(stats(host))
        case "send logs" where host.power == .running:
            try await link.send(PterodactylFrames.frame("console output", ["[Server thread/INFO]: Done (3.1s)!"]))
        case "send command" where host.power == .running && PterodactylAccess.allows(.console, permissions):
            try await link.send(PterodactylFrames.frame("console output", ["> \(argument)"]))
        case "set state":
            guard let command = PowerCommand(rawValue: argument),
                  let needed = PterodactylAccess.Permission(signal: argument),
                  PterodactylAccess.allows(needed, permissions) else { return }
            if let reason = await refusal(of: command) {
                try await link.send(PterodactylFrames.daemonError(reason))
            }
        default: break
        }
    }

    /// Gives the node an order; tells why where it does not take it.
    private func refusal(of command: PowerCommand) async -> String? {
        do throws(EngineError) {
            try await dialect.engine.panelCommand(command, on: server)
            return nil
        } catch {
            guard case let .busy(reason) = error else { return nil }
            return reason
        }
    }

    private mutating func stats(_ host: GameServer) -> JSON {
        PterodactylFrames.stats(host, PterodactylUsage(host, now: dialect.engine.clock.now, &random))
    }

    private mutating func pass(_ frame: JSON) async throws {
        for frame in shaper.shape(frame, by: link.faults.eventShape(dialect.system)) {
            try await link.send(frame)
        }
    }

    private func record(_ text: String) async {
        let isAuthorized = if case .open = standing { true } else { false }
        await link.recorder.record(frame: text, path: link.path, system: link.system, authorized: isAuthorized)
    }
}
