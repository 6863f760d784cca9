/// The faults in force, and the requests that one of them holds.
actor FaultBoard {
    private var faults: [Fault] = []
    private var nextID = 1
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    private var isOpen = true

    /// Every fault in force, oldest first.
    var all: [Fault] { faults }

    /// An id for the next fault.
    func makeID() -> String {
        defer { nextID += 1 }
        return "fault-\(nextID)"
    }

    func add(_ fault: Fault) {
        faults.append(fault)
    }

    /// Takes a fault off and lets go the requests it holds; `nil` where there is none.
    func remove(_ id: String) -> Fault? {
        release(id)
        guard let position = faults.firstIndex(where: { $0.id == id }) else { return nil }
        return faults.remove(at: position)
    }

    /// The faults that strike this request at this moment, each used up by one.
    func take(_ call: Call, system: SandboxSystem, at moment: Fault.Moment) -> [Fault] {
        var struck: [Fault] = []
        for position in faults.indices where applies(faults[position], call, system) {
            guard faults[position].moment == moment, faults[position].times != 0 else { continue }
            if faults[position].skip > 0 {
                faults[position].skip -= 1
                continue
            }
            struck.append(faults[position])
            faults[position].times = faults[position].times.map { $0 - 1 }
        }
        return struck
    }

    /// Whether an upgrade should be refused, so that a fault can answer instead.
    func answersInstead(_ call: Call, system: SandboxSystem) -> Bool {
        faults.contains { fault in
            guard applies(fault, call, system), fault.times != 0, fault.skip == 0 else { return false }
            return fault.kind.concernsAnswers
        }
    }

    /// What happens to the live events of a system; the latest fault decides.
    func eventShape(_ system: SandboxSystem) -> EventShape? {
        for fault in faults.reversed() where fault.system == nil || fault.system == system {
            if case .events(let shape) = fault.kind { return shape }
        }
        return nil
    }

    /// Waits until the fault is removed.
    func hold(_ id: String) async {
        guard isOpen, faults.contains(where: { $0.id == id }) else { return }
        await withCheckedContinuation { waiting[id, default: []].append($0) }
    }

    /// Requests held at the moment.
    var held: Int {
        waiting.values.reduce(0) { $0 + $1.count }
    }

    /// Lets everything go, for good.
    func close() {
        isOpen = false
        for id in waiting.keys {
            release(id)
        }
    }

    private func release(_ id: String) {
        waiting.removeValue(forKey: id)?.forEach { $0.resume() }
    }

    private func applies(_ fault: Fault, _ call: Call, _ system: SandboxSystem) -> Bool {
        guard fault.system == nil || fault.system == system else { return false }
        guard let match = fault.match else { return fault.kind.concernsAnswers }
        return match.matches(call)
    }
}
