import Foundation
import Testing
@testable import BacktopCommands

@Suite("Waiting for asynchronous work from a synchronous command")
struct BlockingWaitTests {
    @Test("the caller gets what the work returns, once it is done")
    func value() async {
        let result = await withCheckedContinuation { continuation in
            // A thread of its own: tests share their few threads with the work that is waited for.
            Thread.detachNewThread {
                continuation.resume(returning: BlockingWait.value {
                    await Task.yield()
                    return 42
                })
            }
        }
        #expect(result == 42)
    }
}
