import FoundationEssentials

extension Engine {
    /// Time from `starting` to `running` at speed 1.
    private static let startTime = Duration.seconds(6)
    /// Time from `stopping` to `stopped` at speed 1.
    private static let stopTime = Duration.seconds(4)

    /// Asks a server's game process for a change; commands that change nothing only repeat the state.
    func command(_ command: PowerCommand, on id: GameServer.ID) throws(EngineError) {
        let server = try server(id)
        if command == .start || command == .restart, openWork(on: id).contains(where: { $0.kind == .restore }) {
            throw .busy("server \(server.name) is being restored")
        }
        switch (command, server.power) {
        case (.kill, _):
            overtake(id, steps: [(.zero, .stopped)])
        case (.start, .running), (.start, .starting), (.stop, .stopped), (.stop, .stopping), (.stop, .crashed):
            hub.emit(.power(server.power), of: id)
        case (.start, .stopped), (.start, .crashed), (.start, .stopping), (.restart, .stopped), (.restart, .crashed):
            overtake(id, steps: [(.zero, .starting), (Self.startTime, .running)])
        case (.stop, .running), (.stop, .starting):
            overtake(id, steps: [(.zero, .stopping), (Self.stopTime, .stopped)])
        case (.restart, .running), (.restart, .starting), (.restart, .stopping):
            overtake(id, steps: [
                (.zero, .stopping), (Self.stopTime, .stopped), (.zero, .starting), (Self.startTime, .running),
            ])
        }
    }

    /// Puts a server into a state at once, as a crash or another user would.
    func setPower(_ state: PowerState, of id: GameServer.ID) {
        transitions.removeValue(forKey: id)?.cancel()
        enter(state, id)
    }

    /// Keeps a server from reaching any state of rest or readiness, or lets it go on.
    func setStuck(_ isStuck: Bool, _ id: GameServer.ID) {
        fleet[id]?.powerIsStuck = isStuck
        guard !isStuck, let power = fleet[id]?.power else { return }
        switch power {
        case .stopping: overtake(id, steps: [(Self.stopTime, .stopped)])
        case .starting: overtake(id, steps: [(Self.startTime, .running)])
        case .running, .stopped, .crashed: break
        }
    }

    /// Replaces whatever transition runs by these steps, each after its wait at speed 1.
    private func overtake(_ id: GameServer.ID, steps: [(wait: Duration, state: PowerState)]) {
        transitions.removeValue(forKey: id)?.cancel()
        var steps = steps[...]
        // The answer to the command must find the first state entered.
        if let first = steps.first, first.wait == .zero, !isHeld(first.state, id) {
            enter(first.state, id)
            steps = steps.dropFirst()
        }
        guard !steps.isEmpty else { return }
        let rest = Array(steps)
        transitions[id] = Task { [clock] in
            for step in rest {
                do {
                    try await clock.waitScaled(step.wait)
                } catch {
                    return
                }
                guard !Task.isCancelled, !isHeld(step.state, id) else { return }
                enter(step.state, id)
            }
        }
    }

    private func isHeld(_ state: PowerState, _ id: GameServer.ID) -> Bool {
        switch state {
        case .starting, .stopping: false
        case .running, .stopped, .crashed: fleet[id]?.powerIsStuck ?? false
        }
    }

    private func enter(_ state: PowerState, _ id: GameServer.ID) {
        fleet[id]?.power = state
        switch state {
        case .running: fleet[id]?.runningSince = clock.now
        case .stopped, .crashed: fleet[id]?.runningSince = nil
        case .starting, .stopping: break
        }
        hub.emit(.power(state), of: id)
    }
}
