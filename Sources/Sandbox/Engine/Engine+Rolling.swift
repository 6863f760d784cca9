import FoundationEssentials

extension Engine {
    /// How many times longer than others a slow backup takes.
    private static let slowness = 20.0
    /// Time until a slow server begins again, at speed 1.
    private static let slowRest = Duration.seconds(5)
    /// Backups under way at which nobody's turn comes.
    private static let width = 3
    /// Failed attempts of a server that are kept.
    private static let keptFailures = 2

    /// Lets one server after the other make a backup until the task is cancelled.
    func roll(_ rolling: RollingSchedule) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.takeTurns(rolling) }
            if let slow = rolling.slow {
                group.addTask { await self.keepBusy(slow) }
            }
        }
    }

    private func takeTurns(_ rolling: RollingSchedule) async {
        var random = SeededGenerator(seed: seed, purpose: "gaps \(system.rawValue)")
        var draw = BreakdownDraw(seed: seed, system: system)
        var breakdown = draw.next()
        var turns = rolling.turns[...]
        repeat {
            for _ in rolling.turns where running.count < Self.width {
                guard let server = turns.popFirst() else { break }
                if turns.isEmpty {
                    turns = rolling.turns[...]
                }
                // Nothing befalls the first server, which a newcomer sees first.
                let terms = BackupWork.Terms(initiator: .schedule, breakdown: server == order.first ? nil : breakdown)
                if await backUp(server, terms) {
                    breakdown = draw.next()
                    break
                }
            }
        } while await isTurn(rolling, &random)
    }

    /// Waits for the next turn, which comes a little sooner or later where no time is given; false when there is none.
    private func isTurn(_ rolling: RollingSchedule, _ random: inout SeededGenerator) async -> Bool {
        do {
            if let schedule {
                try await clock.wait(schedule)
            } else {
                try await clock.waitScaled(rolling.gap * Double.random(in: 0.7 ... 1.3, using: &random))
            }
            return true
        } catch {
            return false
        }
    }

    private func keepBusy(_ server: GameServer.ID) async {
        let terms = BackupWork.Terms(initiator: .schedule, slowness: Self.slowness)
        repeat {
            _ = await backUp(server, terms)
            // The wait throws only when the schedule ends.
        } while await (try? clock.waitScaled(Self.slowRest)) != nil
    }

    /// Backs a server up as its schedule does; false where it must not, since it is down or has other work.
    private func backUp(_ id: GameServer.ID, _ terms: BackupWork.Terms) async -> Bool {
        guard fleet[id]?.power == .running, !hasOpenWork(on: id) else { return false }
        await clearFailures(of: id)
        guard let world = fleet[id]?.activeWorld, await makeRoom(on: id) else { return false }
        do {
            _ = try create(
                on: id,
                world: world.id,
                name: policy.automaticName(clock.now),
                isAutomated: !policy.hidesAutomatic,
                details: .init(isScripted: policy.hidesAutomatic),
                terms: terms
            )
            return true
        } catch {
            return false
        }
    }

    private func clearFailures(of id: GameServer.ID) async {
        let failures = fleet[id]?.shelf.rows.filter { row in
            row.state == .failed && row.archive == nil && row.seedNumber == nil && (row.isAutomated || row.isScripted)
        }
        for failure in (failures ?? []).dropLast(Self.keptFailures) {
            // One that cannot be deleted stays.
            try? await delete(failure.id, on: id, world: failure.world, by: .schedule)
        }
    }
}
