extension PterodactylDialect {
    /// What a route works on, found and checked.
    struct Place: Sendable {
        let call: Call
        let server: GameServer
        let access: PterodactylAccess

        /// The only world.
        func world() throws(EngineError) -> World {
            guard let world = server.activeWorld else { throw .noWorld(server.name) }
            return world
        }
    }

    func makeRoutes() -> RouteTable {
        var table = RouteTable()
        addAccount(to: &table)
        addServers(to: &table)
        addBackups(to: &table)
        return table
    }

    /// Counts the request, then does the work; every answer from here on tells what is left (section 1.4).
    func counted(_ call: Call, _ work: () async throws -> Answer) async -> Answer {
        let (headers, wait) = limiter.take()
        let answer: Answer
        if wait != nil {
            answer = self.answer(
                to: PterodactylRefusal(429, "ThrottleRequestsException", "Too Many Attempts."),
                of: call
            )
        } else {
            do {
                answer = try await work()
            } catch {
                answer = self.answer(to: refusal(error), of: call)
            }
        }
        return answer.adding([("Cache-Control", "no-cache, private")] + headers)
    }

    /// Finds the server, counts the request, and checks the server's condition and the permission, in that order.
    /// Routes that work in any condition say so.
    func entered(
        _ call: Call,
        needs permission: PterodactylAccess.Permission? = nil,
        inAnyCondition: Bool = false,
        _ work: (Place) async throws -> Answer
    ) async throws -> Answer {
        let server = try await server(named: call.parameter("sid"))
        if let id = call.parameters["bid"], server.shelf[StoredBackup.ID(text: id)] == nil {
            throw PterodactylRefusal.unknown
        }
        return await counted(call) {
            let place = Place(call: call, server: server, access: PterodactylAccess(server: server))
            if !inAnyCondition, let refusal = PterodactylRefusal(server.condition) {
                throw refusal
            }
            if let permission, !place.access.allows(permission) {
                throw permission == .connect ? PterodactylRefusal.noSocket : .unauthorized
            }
            return try await work(place)
        }
    }
}
