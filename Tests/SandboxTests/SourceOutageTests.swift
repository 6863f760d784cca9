import Foundation
import Testing
import TestSupport
@testable import Sandbox

struct SourceOutageTests {
    @Test(arguments: [
        (SandboxSystem.allCases, SandboxSystem.stellarstack),
        ([.stellarstack, .vpsorg], .stellarstack),
        ([.archonV1, .pterodactyl, .vpsorg], .vpsorg),
        ([.vpsorg, .archonV1], .vpsorg),
        ([.archonV1], nil),
        ([.stellarstack], nil),
    ] as [([SandboxSystem], SandboxSystem?)])
    func `one of several systems is cut off and never the first thing to see`(
        _ systems: [SandboxSystem],
        _ victim: SandboxSystem?
    ) {
        #expect(SourceOutage.victim(among: systems) == victim)
    }

    @Test func `outages come and go as the clock does`() async {
        let time = ManualClock()
        let faults = FaultBoard()
        let outage = SourceOutage(
            system: .stellarstack,
            faults: faults,
            sockets: SocketRegistry(),
            clock: ServiceClock(speed: 1, wall: { Date() }, waiting: time)
        )
        let running = Task { await outage.run() }
        await time.waitForWakeUp(in: .seconds(40))
        #expect(faults.all.isEmpty)
        time.advance(by: .seconds(40))
        for round in 1 ... 2 {
            await time.waitForWakeUp(in: .seconds(270))
            #expect(faults.all.map(\.system) == [.stellarstack])
            #expect(faults.all.map(\.kind) == [.cut(-1)])
            time.advance(by: .seconds(270))
            await time.waitForWakeUp(in: .seconds(270))
            #expect(faults.all.isEmpty, "round \(round)")
            time.advance(by: .seconds(270))
        }
        running.cancel()
        await running.value
        #expect(time.sleepers == 0)
    }

    @Test func `a lively sandbox loses A system and gets it back while the others answer`() async throws {
        let time = ManualClock()
        var options = SandboxOptions.quick.serving(.archonV1, .stellarstack)
        options.isLively = true
        let clock = ServiceClock(speed: options.speed, wall: { Date() }, waiting: time)
        let sandbox = try await Sandbox.start(options, clock: clock)
        do {
            let archon = try Bench(sandbox)
            let stellar = try Bench(sandbox, system: .stellarstack)
            func status() async throws -> Int {
                try await stellar.send("GET", "/api/servers").status
            }
            #expect(try await status() == 200)
            try await archon.wait("the outage") {
                time.advance(by: .seconds(40))
                return try await status() == 0
            }
            #expect(try await archon.send("GET", "/v1/servers").status == 200)
            try await archon.wait("the end of the outage") {
                time.advance(by: .seconds(40))
                return try await status() == 200
            }
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
        #expect(time.sleepers == 0)
    }

    @Test func `without life nothing is cut off`() async throws {
        let time = ManualClock()
        let options = SandboxOptions.quick.serving(.archonV1, .stellarstack)
        let sandbox = try await Sandbox.start(
            options,
            clock: ServiceClock(speed: options.speed, wall: { Date() }, waiting: time)
        )
        #expect(time.sleepers == 0)
        await sandbox.stop()
    }
}
