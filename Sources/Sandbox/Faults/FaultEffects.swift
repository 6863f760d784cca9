/// Carries out the faults that change the service rather than an answer.
struct FaultEffects: Sendable {
    let directory: SystemDirectory
    let sockets: SocketRegistry
    let clock: ServiceClock

    /// Does what a fault orders; throws `EngineError` or `FaultOrder.Problem` where that is impossible.
    func apply(_ fault: Fault) async throws {
        switch fault.kind {
        case .latency, .status, .cut, .hold, .events: return
        case let .dropSockets(code): await sockets.drop(fault.system, code: code)
        case let .skew(seconds): clock.skew(by: seconds)
        case let .power(name, state, isStuck):
            let (engine, server) = try await find(name, fault.system)
            if isStuck {
                await engine.setStuck(true, server.id)
            }
            if let state {
                await engine.setPower(state, of: server.id)
            }
        case let .change(change):
            let (engine, server) = try await find(change.server, fault.system)
            try await engine.apply(change, to: server)
        case let .quota(name, limit):
            let (engine, server) = try await find(name, fault.system)
            await engine.setQuota(limit, of: server.id)
        case let .throttle(throttle): await setThrottle(throttle, fault.system)
        }
    }

    /// Undoes what lasts: skew, a stuck server, a limit, a throttle.
    func revert(_ fault: Fault) async throws {
        switch fault.kind {
        case .latency, .status, .cut, .hold, .events, .dropSockets, .change: return
        case let .skew(seconds): clock.skew(by: -seconds)
        case let .power(name, _, isStuck):
            guard isStuck else { return }
            let (engine, server) = try await find(name, fault.system)
            await engine.setStuck(false, server.id)
        case let .quota(name, _):
            let (engine, server) = try await find(name, fault.system)
            await engine.setQuota(nil, of: server.id)
        case .throttle: await setThrottle(nil, fault.system)
        }
    }

    private func setThrottle(_ throttle: CreateThrottle?, _ system: SandboxSystem?) async {
        for dialect in directory.dialects where system == nil || dialect.system == system {
            await dialect.engine.setThrottle(throttle)
        }
    }

    private func find(_ name: String, _ system: SandboxSystem?) async throws -> (Engine, GameServer) {
        for dialect in directory.dialects where system == nil || dialect.system == system {
            let servers = await dialect.engine.servers
            if let server = servers.first(where: { $0.id.text == name || $0.name == name }) {
                return (dialect.engine, server)
            }
        }
        throw EngineError.noServer(name)
    }
}
