import Synchronization

/// A value that tests can wait on: every change wakes those whose condition has come true. Safe to share between tasks.
public final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let condition: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var value: Value
        var nextID = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state: Mutex<State>

    /// Starts with a value.
    public init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    /// The value now.
    public var value: Value {
        state.withLock { $0.value }
    }

    /// Changes the value and wakes whoever waited for what it became.
    @discardableResult
    public func update<Result: Sendable>(_ change: @Sendable (inout Value) -> Result) -> Result {
        let (result, woken): (Result, [Waiter]) = state.withLock { state in
            let result = change(&state.value)
            let satisfied = state.waiters.filter { $0.value.condition(state.value) }
            for id in satisfied.keys {
                state.waiters[id] = nil
            }
            return (result, Array(satisfied.values))
        }
        woken.forEach { $0.continuation.resume() }
        return result
    }

    /// Returns the value as soon as the condition holds, or whatever it is when the waiting task is cancelled.
    @discardableResult
    public func wait(until condition: @escaping @Sendable (Value) -> Bool) async -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isSatisfied = state.withLock { state in
                    if Task.isCancelled || condition(state.value) { return true }
                    state.waiters[id] = Waiter(condition: condition, continuation: continuation)
                    return false
                }
                if isSatisfied { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
        return value
    }
}
