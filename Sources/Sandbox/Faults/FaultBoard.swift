import Synchronization

/// The faults in force, and the requests that one of them holds.
///
/// Not an actor: whether an upgrade goes ahead must be known before the event loop reads on (see `ReplayHead`).
final class FaultBoard: Sendable {
    private struct State {
        var faults: [Fault] = []
        var nextID = 1
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
        var isOpen = true
    }

    private let state = Mutex(State())

    /// Every fault in force, oldest first.
    var all: [Fault] {
        state.withLock { $0.faults }
    }

    /// Requests held at the moment.
    var held: Int {
        state.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } }
    }

    /// An id for the next fault.
    func makeID() -> String {
        state.withLock { state in
            defer { state.nextID += 1 }
            return "fault-\(state.nextID)"
        }
    }

    func add(_ fault: Fault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// Takes a fault off and lets go the requests it holds; `nil` where there is none.
    func remove(_ id: String) -> Fault? {
        let (removed, held) = state.withLock { state in
            let held = state.waiting.removeValue(forKey: id) ?? []
            let position = state.faults.firstIndex { $0.id == id }
            return (position.map { state.faults.remove(at: $0) }, held)
        }
        held.forEach { $0.resume() }
        return removed
    }

    /// The faults that strike this request at this moment, each used up by one.
    func take(_ call: Call, system: SandboxSystem, at moment: Fault.Moment) -> [Fault] {
        state.withLock { state in
            var struck: [Fault] = []
            for position in state.faults.indices where state.faults[position].applies(to: call, system) {
                guard state.faults[position].moment == moment, state.faults[position].times != 0 else { continue }
                if state.faults[position].skip > 0 {
                    state.faults[position].skip -= 1
                    continue
                }
                struck.append(state.faults[position])
                state.faults[position].times = state.faults[position].times.map { $0 - 1 }
            }
            return struck
        }
    }

    /// Whether an upgrade should be refused, so that a fault can answer instead.
    func answersInstead(_ call: Call, system: SandboxSystem) -> Bool {
        all.contains { fault in
            fault.applies(to: call, system) && fault.times != 0 && fault.skip == 0 && fault.kind.concernsAnswers
        }
    }

    /// What happens to the live events of a system; the latest fault decides.
    func eventShape(_ system: SandboxSystem) -> EventShape? {
        for fault in all.reversed() where fault.system == nil || fault.system == system {
            if case let .events(shape) = fault.kind {
                return shape
            }
        }
        return nil
    }

    /// Waits until the fault is removed.
    func hold(_ id: String) async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                guard state.isOpen, state.faults.contains(where: { $0.id == id }) else { return false }
                state.waiting[id, default: []].append(continuation)
                return true
            }
            if !isHeld {
                continuation.resume()
            }
        }
    }

    /// Lets everything go, for good.
    func close() {
        let held = state.withLock { state in
            state.isOpen = false
            defer { state.waiting = [:] }
            return state.waiting.values.flatMap(\.self)
        }
        held.forEach { $0.resume() }
    }
}

extension Fault {
    /// Whether a request is one this fault may strike.
    fileprivate func applies(to call: Call, _ target: SandboxSystem) -> Bool {
        guard system == nil || system == target else { return false }
        guard let match else { return kind.concernsAnswers }
        return match.matches(call)
    }
}
