public import AppCore
import Synchronization

/// Carries out nothing and remembers what it was asked for. Safe to share between tasks.
public final class SilentEffectHandler: EffectHandler {
    private let asked = Mutex<[Effect]>([])

    /// A handler that has been asked nothing.
    public init() {}

    /// Every effect so far, oldest first.
    public var effects: [Effect] {
        asked.withLock { $0 }
    }

    /// Notes the effect and answers nothing.
    public func actions(for effect: Effect) -> AsyncStream<AppAction> {
        asked.withLock { $0.append(effect) }
        return AsyncStream { $0.finish() }
    }
}
