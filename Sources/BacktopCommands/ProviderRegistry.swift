import AppCore
import ArchonProvider
import BackupKit
import NetworkTransport
import ProviderSupport
import PterodactylProvider
import ServiceClient
import StellarStackProvider
import VPSOrgProvider

/// Makes providers from configured contexts. Adding a provider is one case here.
enum ProviderRegistry {
    /// A context with its two halves.
    struct Entry: Sendable {
        var context: Context
        var provider: ProviderEffectHandler.Provider
        var account: Account
    }

    /// What all requests of a context share.
    struct Account: Sendable {
        /// The rate budget.
        var budget: AccountBudget
        /// The token in force.
        var renewal: TokenRenewal
    }

    /// What an account proves itself with.
    private struct Credentials {
        /// Empty where the account has only a session.
        var token: Secret
        var session: Secret?
    }

    /// Why a context cannot be used, in words that name it and the next step.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Fetches the context's token and makes its reader; a writer only where the session may write.
    static func entry(
        for configuration: ContextConfiguration,
        settings: EffectiveSettings,
        resolver: TokenResolver
    ) async throws(Failure) -> Entry {
        let access: Context.Access = settings.access(in: configuration).value == .readWrite ? .readWrite : .readOnly
        let network = try networkSettings(for: configuration, settings: settings, environment: resolver.host.variables)
        let base: BaseURL
        do {
            base = try BaseURL(configuration.url.text)
        } catch {
            throw Failure(description: "context \(configuration.name): url: \(error.reason)")
        }
        let credentials = try await credentials(of: configuration, resolver: resolver)
        let account = Account(
            budget: AccountBudget(perMinute: 120),
            renewal: TokenRenewal(credentials.token) {
                // A source that fails now may have a token later; until then the service's refusal is what is told.
                guard let source = configuration.token else { return nil }
                return try? await secret(from: source, of: configuration, resolver: resolver)
            }
        )
        let provider = try provider(
            of: configuration, base, credentials, transports(access: access, network: network, account: account)
        )
        await account.budget.allow(perMinute: provider.capabilities.news.requestsPerMinute)
        return entry(configuration, base, credentials.token, access, provider, account, resolver)
    }

    /// One case a provider.
    private static func provider(
        of configuration: ContextConfiguration,
        _ base: BaseURL,
        _ credentials: Credentials,
        _ transports: ServiceTransports
    ) throws(Failure) -> any ServiceProvider {
        let token = credentials.token
        switch configuration.provider {
        case .archon:
            let settings = ArchonSettings(base: base, token: token, api: choice(of: configuration.api))
            return ArchonProvider(settings, transports: transports)
        case .pterodactyl:
            return PterodactylProvider(PterodactylSettings(base: base, token: token), transports: transports)
        case .stellarstack:
            return StellarStackProvider(
                StellarStackSettings(base: base, token: token, session: credentials.session), transports: transports
            )
        case .vpsorg:
            return VPSOrgProvider(VPSOrgSettings(base: base, token: token), transports: transports)
        }
    }

    private static func choice(of api: ArchonAPI) -> ArchonSettings.Choice {
        switch api {
        case .auto: .auto
        case .v0: .v0
        case .v1: .v1
        case .queue: .queue
        }
    }

    private static func transports(
        access: Context.Access,
        network: NetworkSettings,
        account: Account
    ) -> ServiceTransports {
        let budgeted = BudgetedHTTPTransport(AsyncHTTPTransport(network), budget: account.budget)
        let renewal = account.renewal
        return ServiceTransports(
            reading: ReadOnlyHTTPTransport(RenewedHTTPTransport(RetryingHTTPTransport(budgeted), renewal: renewal)),
            writing: access == .readOnly ? nil : RenewedHTTPTransport(budgeted, renewal: renewal),
            streaming: RenewedStreamTransport(AsyncHTTPStreamTransport(network), renewal: renewal),
            // A live channel opens with credentials that a reading fetched.
            webSocket: NIOWebSocketTransport(network)
        )
    }

    private static func entry(
        _ configuration: ContextConfiguration,
        _ base: BaseURL,
        _ token: Secret,
        _ access: Context.Access,
        _ service: any ServiceProvider,
        _ account: Account,
        _ resolver: TokenResolver
    ) -> Entry {
        let writer: (any MutableBackupProvider)? = access == .readOnly ? nil : WriteTokenHolder(
            first: configuration.writeToken == nil ? token : nil
        ) { () throws(ProviderError) -> Secret in
            guard let source = configuration.writeToken else { return token }
            do throws(Failure) {
                return try await secret(from: source, of: configuration, resolver: resolver)
            } catch {
                throw ProviderError(.unauthorized, error.description)
            }
        } makeWriter: { token in
            service.writer(with: token)
        }
        return Entry(
            context: Context(
                id: Context.ID(configuration.name),
                provider: configuration.provider.rawValue,
                origin: base.origin,
                access: access,
                isProtected: configuration.isProtected,
                serverRules: ServerRules(
                    allowed: configuration.servers,
                    own: configuration.serverSettings.mapValues {
                        ServerRules.Rule(
                            isProtected: $0.isProtected, isIgnored: $0.isIgnored, freshness: $0.freshness
                        )
                    }
                ),
                freshness: configuration.freshness ?? .seconds(26 * 3600),
                tokenExpiresAt: TokenExpiry.moment(of: token),
                capabilities: service.capabilities
            ),
            provider: ProviderEffectHandler.Provider(
                reader: service.reader(), writer: writer, downloader: service.downloader()
            ),
            account: account
        )
    }

    private static func networkSettings(
        for configuration: ContextConfiguration,
        settings: EffectiveSettings,
        environment: [String: String]
    ) throws(Failure) -> NetworkSettings {
        var network = NetworkSettings(
            userAgent: Version.userAgent,
            proxies: ProxySettings(environment: environment),
            requestTimeout: settings.timeout?.value ?? .seconds(30)
        )
        if let path = configuration.certificateAuthorityFile {
            do {
                network.trust = try TrustRoots(caFile: path)
            } catch {
                throw Failure(description: "context \(configuration.name): ca-file: \(error.message)")
            }
        }
        return network
    }

    /// Fetches token and session; one of the two has to be there.
    private static func credentials(
        of configuration: ContextConfiguration,
        resolver: TokenResolver
    ) async throws(Failure) -> Credentials {
        var credentials = Credentials(token: Secret(""))
        if let source = configuration.session {
            credentials.session = try await secret(from: source, of: configuration, resolver: resolver)
        }
        if let source = configuration.token {
            credentials.token = try await secret(from: source, of: configuration, resolver: resolver)
        } else if credentials.session == nil {
            throw Failure(description: "context \(configuration.name) has no token: add one in the configuration")
        }
        return credentials
    }

    private static func secret(
        from source: TokenSource,
        of configuration: ContextConfiguration,
        resolver: TokenResolver
    ) async throws(Failure) -> Secret {
        do {
            return try await Secret(resolver.secret(from: source).reveal())
        } catch {
            throw Failure(description: "context \(configuration.name): \(error)")
        }
    }
}
