/// Ends work that takes too long.
struct TimeLimit: Sendable {
    /// How long the work may take.
    let duration: Duration
    /// The clock that measures it.
    let clock: any Clock<Duration>

    /// How the work ended.
    enum Ending<Value: Sendable>: Sendable {
        case finished(Value)
        case tookTooLong
        /// The task was cancelled.
        case cancelled
    }

    /// Runs the work, cancels it at the limit, and returns when it has ended.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Ending<Value> {
        await withTaskGroup(of: Ending<Value>.self) { group in
            group.addTask { await .finished(work()) }
            group.addTask {
                do {
                    try await clock.sleep(for: duration)
                    return .tookTooLong
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .cancelled
        }
    }
}
