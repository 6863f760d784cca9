import AppCore
import BackupKit
import ProviderSupport

/// Tells a context's rate budget which server is on screen, so that a quarter of it stays free for that one.
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
        return base.actions(for: effect)
    }
}

extension [ProviderRegistry.Entry] {
    /// The budgets by context.
    var budgets: [Context.ID: AccountBudget] {
        Dictionary(map { ($0.context.id, $0.budget) }, uniquingKeysWith: { first, _ in first })
    }
}
