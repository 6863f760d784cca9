/// Cuts one system off from time to time, so that clients see a source that cannot be reached and comes back.
struct SourceOutage: Sendable {
    let system: SandboxSystem
    let faults: FaultBoard
    let sockets: SocketRegistry
    let clock: ServiceClock

    /// Time until the first outage.
    static let start = Duration.seconds(40)
    /// Time that an outage lasts, and the next one is away: long enough for a client that asks once a minute to be
    /// sure.
    static let length = Duration.seconds(270)

    /// The system that is cut off where these are served; `nil` where all must stay reachable. The first thing that a
    /// newcomer sees, `archon-v1`, never is.
    static func victim(among systems: [SandboxSystem]) -> SandboxSystem? {
        guard systems.count > 1 else { return nil }
        return systems.contains(.stellarstack) ? .stellarstack : systems.last { $0 != .archonV1 }
    }

    /// Goes on until the task is cancelled.
    func run() async {
        do {
            try await clock.wait(Self.start)
            while true {
                let outage = await begin()
                try await clock.wait(Self.length)
                _ = faults.remove(outage)
                try await clock.wait(Self.length)
            }
        } catch {
            // The end of the sandbox.
        }
    }

    private func begin() async -> String {
        let fault = Fault(
            id: faults.makeID(),
            system: system,
            match: nil,
            kind: .cut(-1),
            moment: .before,
            skip: 0,
            times: nil
        )
        faults.add(fault)
        await sockets.drop(system, code: 1006)
        return fault.id
    }
}
