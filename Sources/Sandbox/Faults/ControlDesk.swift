/// Answers `/_sandbox`: faults in, faults out, and the true state. Needs no token, since only loopback reaches it.
struct ControlDesk: Sendable {
    let directory: SystemDirectory
    let faults: FaultBoard
    let effects: FaultEffects
    let state: TrueState

    static let path = "/_sandbox"

    func answer(_ call: Call) async -> Answer {
        let rest = call.fullPath.dropFirst(Self.path.count).split(separator: "/")
        switch (call.method, rest.count) {
        case ("GET", 0): return await .json(state.json())
        case ("POST", 0): return await post(call)
        case ("DELETE", 1): return await delete(String(rest[0]))
        default: return problem("use GET /_sandbox, POST /_sandbox or DELETE /_sandbox/ID", status: 404)
        }
    }

    private func post(_ call: Call) async -> Answer {
        guard let json = call.json else { return problem("the body is not JSON", status: 400) }
        do {
            let order = try FaultOrder(json, systems: directory.dialects.map(\.system))
            let fault = Fault(
                id: faults.makeID(),
                system: order.system,
                match: order.match,
                kind: order.kind,
                moment: order.moment,
                skip: order.skip,
                times: order.times
            )
            if order.match == nil {
                try await effects.apply(fault)
            }
            faults.add(fault)
            return .json(["id": .string(fault.id)])
        } catch let error as FaultOrder.Problem {
            return problem(error.message, status: 400)
        } catch {
            return problem("\(error)", status: 409)
        }
    }

    private func delete(_ id: String) async -> Answer {
        guard let fault = faults.remove(id) else { return problem("there is no fault \(id)", status: 404) }
        do {
            try await effects.revert(fault)
            return .noContent
        } catch {
            return problem("\(error)", status: 409)
        }
    }

    private func problem(_ message: String, status: Int) -> Answer {
        .json(["error": .string(message)], status: status)
    }
}
