import AppCore
import TestSupport

/// Takes every effect down and answers only when the test says so.
final class ScriptedHandler: EffectHandler {
    struct Job {
        let effect: Effect
        let continuation: AsyncStream<AppAction>.Continuation
        var isEnded = false
        var wasCancelled = false
    }

    let jobs = Watched<[Job]>([])

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        AsyncStream { continuation in
            let index = jobs.update { jobs in
                jobs.append(Job(effect: effect, continuation: continuation))
                return jobs.count - 1
            }
            continuation.onTermination = { [jobs] reason in
                jobs.update {
                    $0[index].isEnded = true
                    if case .cancelled = reason { $0[index].wasCancelled = true }
                }
            }
        }
    }

    /// Yields an action of the job and ends its work.
    func answer(_ index: Int, _ action: AppAction) {
        let job = jobs.value[index]
        job.continuation.yield(action)
        job.continuation.finish()
    }

    var effects: [Effect] {
        jobs.value.map(\.effect)
    }

    func indices(where matches: (Effect) -> Bool) -> [Int] {
        jobs.value.indices.filter { matches(jobs.value[$0].effect) }
    }
}
