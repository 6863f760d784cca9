import Dispatch
public import Testing

/// Runs the tests of a suite on a thread of their own, away from the few that all other tests share: tests that block
/// would hold those up, and tests of what has a time limit would be held up by them.
public struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    private let executor = ThreadExecutor()

    /// Every test of a suite.
    public var isRecursive: Bool {
        true
    }

    /// Runs one test there.
    public func provideScope(
        for _: Test,
        testCase _: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(executor) { try await function() }
    }
}

extension Trait where Self == OwnThread {
    /// On a thread of their own.
    public static var ownThread: Self {
        OwnThread()
    }
}

/// One thread for whatever blocks.
private final class ThreadExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "tests with a thread of their own")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
