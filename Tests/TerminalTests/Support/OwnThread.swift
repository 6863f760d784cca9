import Dispatch
import Testing

/// Runs each test of a suite on a thread of its own. These tests wait for a terminal by blocking; on one of the few
/// threads that all other tests share they would hold those up.
struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    private static let executor = ThreadExecutor()

    var isRecursive: Bool {
        true
    }

    func provideScope(
        for _: Test,
        testCase _: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.executor) { try await function() }
    }
}

extension Trait where Self == OwnThread {
    /// Each test on a thread of its own.
    static var ownThread: Self {
        OwnThread()
    }
}

/// One thread for whatever blocks.
private final class ThreadExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "terminal tests")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
