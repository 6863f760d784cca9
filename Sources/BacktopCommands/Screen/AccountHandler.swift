import AppCore
import BackupKit
import ProviderSupport

/// Tells a context's rate budget which server is on screen, so that a quarter of it stays free for that one, and tells
/// the session how many requests its budget allows and when its token ends.
struct AccountHandler: EffectHandler {
    private let base: any EffectHandler
    private let accounts: [Context.ID: ProviderRegistry.Account]

    init(_ base: any EffectHandler, accounts: [Context.ID: ProviderRegistry.Account]) {
        self.base = base
        self.accounts = accounts
    }

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        if case let .focus(ref) = effect {
            for (context, account) in accounts {
                account.budget.show(context == ref.context ? ref.server.rawValue : nil)
            }
        }
        guard case let .loadServers(context) = effect, let account = accounts[context] else {
            return base.actions(for: effect)
        }
        return told(base.actions(for: effect), context, account)
    }

    /// The answer, after the pace that its headers may have set and the token that it took.
    private func told(
        _ actions: AsyncStream<AppAction>,
        _ context: Context.ID,
        _ account: ProviderRegistry.Account
    ) -> AsyncStream<AppAction> {
        AsyncStream { continuation in
            let task = Task {
                for await action in actions {
                    await continuation.yield(.paceTold(context, perMinute: account.budget.perMinute))
                    let token = await account.renewal.token
                    continuation.yield(.tokenTold(context, expiresAt: TokenExpiry.moment(of: token)))
                    continuation.yield(action)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension [ProviderRegistry.Entry] {
    /// The accounts by context.
    var accounts: [Context.ID: ProviderRegistry.Account] {
        Dictionary(map { ($0.context.id, $0.account) }, uniquingKeysWith: { first, _ in first })
    }
}
