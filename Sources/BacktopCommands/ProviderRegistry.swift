import AppCore
import ArchonProvider
import BackupKit
import NetworkTransport
import ProviderSupport

/// Makes providers from configured contexts. Adding a provider is one line here.
enum ProviderRegistry {
    /// A context with its two halves.
    struct Entry: Sendable {
        var context: Context
        var provider: ProviderEffectHandler.Provider
    }
}
