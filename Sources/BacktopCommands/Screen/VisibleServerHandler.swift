import AppCore
import BackupKit
import ProviderSupport

/// Tells a context's rate budget which server is on screen, so that a quarter of it stays free for that one, and tells
/// the session how many requests its budget allows.
struct VisibleServerHandler: EffectHandler {
    private let base: any EffectHandler
    private let budgets: [Context.ID: AccountBudget]

    init(_ base: any EffectHandler, budgets: [Context.ID: AccountBudget]) {
        self.base = base
        self.budgets = budgets
    }

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        if case let .focus(ref) = effect {
            for (context, budget) in budgets {
                budget.show(context == ref.context ? ref.server.rawValue : nil)
            }
        }
        guard case let .loadServers(context) = effect, let budget = budgets[context] else {
            return base.actions(for: effect)
        }
        return paced(base.actions(for: effect), context, budget)
    }

    /// The answer, after the pace that its headers may have set.
    private func paced(
        _ actions: AsyncStream<AppAction>,
        _ context: Context.ID,
        _ budget: AccountBudget
    ) -> AsyncStream<AppAction> {
        AsyncStream { continuation in
            let task = Task {
                for await action in actions {
                    await continuation.yield(.paceTold(context, perMinute: budget.perMinute))
                    continuation.yield(action)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension [ProviderRegistry.Entry] {
    /// The budgets by context.
    var budgets: [Context.ID: AccountBudget] {
        Dictionary(map { ($0.context.id, $0.budget) }, uniquingKeysWith: { first, _ in first })
    }
}
