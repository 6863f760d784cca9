/// What one client of the node socket has been told, and whether it may be told more.
struct ArchonSession {
    /// One accepted `auth`.
    struct Login: Sendable {
        let number: Int
        let remaining: Duration
    }

    private let dialect: ArchonDialect
    private let server: GameServer.ID
    private let link: SocketLink
    private var frames: ArchonFrames
    private var isAuthorized = false
    private var logins = 0
    private var random: SeededGenerator
    private var shaper: EventShaper<JSON>

    init(dialect: ArchonDialect, server: GameServer.ID, link: SocketLink) {
        self.dialect = dialect
        self.server = server
        self.link = link
        frames = ArchonFrames(clock: dialect.engine.clock)
        random = SeededGenerator(seed: dialect.seed, purpose: "stats \(server.text)")
        shaper = EventShaper(random: SeededGenerator(seed: dialect.seed, purpose: "events \(server.text)"))
    }

    /// Takes a frame of the client; gives the login it opened, if it did.
    mutating func receive(_ text: String) async throws -> Login? {
        let message = JSON(parsing: text.utf8)
        guard message?["event"]?.text == "auth" else {
            // Console commands are taken and change nothing here.
            await record(text)
            return nil
        }
        let jwt = message?["jwt"]?.text ?? ""
        guard let (owner, time) = dialect.tokens.remaining(of: jwt), owner == server else {
            isAuthorized = false
            await record(text)
            try await link.send(["event": "auth-incorrect"])
            return nil
        }
        isAuthorized = true
        logins += 1
        await record(text)
        try await link.send(["event": "auth-ok"])
        try await link.send(["event": "install-progress", "items": []])
        let host = try await dialect.engine.server(server)
        try await link.send(frames.powerState(host.power))
        return Login(number: logins, remaining: time)
    }

    /// Passes an event on, through the faults that concern events.
    mutating func tell(_ event: ServiceEvent) async throws {
        guard isAuthorized else { return }
        switch event {
        case let .progress(backup, task, report):
            try await pass(frames.progress(backup, task, report))
        case let .power(state):
            let host = try await dialect.engine.server(server)
            for frame in frames.power(state, of: host) {
                try await pass(frame)
            }
        case .restoring: break
        }
    }

    /// Once a second: statistics, so that the client sees life.
    mutating func tick() async throws {
        guard isAuthorized else { return }
        let host = try await dialect.engine.server(server)
        try await pass(frames.stats(host, &random))
        if let uptime = frames.uptime(host) {
            try await pass(uptime)
        }
    }

    /// Asks for a new token while the old one still holds.
    func expiring(_ login: Int) async throws {
        if isAuthorized, login == logins {
            try await link.send(["event": "auth-expiring"])
        }
    }

    /// Tells no more until the client logs in again.
    mutating func expired(_ login: Int) async throws {
        guard isAuthorized, login == logins else { return }
        isAuthorized = false
        try await link.send(["event": "auth-incorrect"])
    }

    private mutating func pass(_ frame: JSON) async throws {
        for frame in shaper.shape(frame, by: link.faults.eventShape(dialect.system)) {
            try await link.send(frame)
        }
    }

    private func record(_ text: String) async {
        await link.recorder.record(frame: text, path: link.path, system: link.system, authorized: isAuthorized)
    }
}
