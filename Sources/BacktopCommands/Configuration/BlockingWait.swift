import Dispatch
import Synchronization

/// Lets a synchronous command wait for asynchronous work.
///
/// The program's entry is synchronous, since the screen's loop owns the main thread, and asynchronous subcommands
/// need an asynchronous root. The work must not need the main actor: its thread is the one that waits.
enum BlockingWait {
    /// Where the work leaves its result.
    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// Runs the work elsewhere and returns what it returns.
    static func value<Value: Sendable>(of work: @escaping @Sendable () async -> Value) -> Value {
        let box = Box<Value>()
        let done = DispatchSemaphore(value: 0)
        Task {
            let value = await work()
            box.value.withLock { $0 = value }
            done.signal()
        }
        while true {
            done.wait()
            if let value = box.value.withLock({ $0 }) {
                return value
            }
        }
    }
}
