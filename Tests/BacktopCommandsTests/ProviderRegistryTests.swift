import AppCore
import ArgumentParser
import BackupKit
import Testing
@testable import BacktopCommands

@Suite("Providers made from configured contexts")
struct ProviderRegistryTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func entry(
        _ context: String,
        _ variables: [String: String] = ["T": "read-token", "W": "write-token", "C": "abc.def"]
    ) async throws -> ProviderRegistry.Entry {
        let configuration = try decode("version: 1\ncontexts: {a: {\(context)}}\n")
        let host = folder.host(variables)
        return try await ProviderRegistry.entry(
            for: #require(configuration.contexts.first),
            settings: EffectiveSettings(options: GlobalOptions.parse([]), host: host, configuration: configuration),
            resolver: TokenResolver(host: host, commandLimit: .seconds(600))
        )
    }

    @Test("every built provider serves a context", arguments: ProviderKind.built)
    func everyProvider(kind: ProviderKind) async throws {
        let reading = try await entry("provider: \(kind), url: https://a.net, token: {env: T}")
        #expect(reading.context.provider == kind.rawValue)
        #expect(reading.context.access == .readOnly)
        #expect(reading.provider.writer == nil)
        let writing = try await entry("""
        provider: \(kind), url: https://a.net, token: {env: T}, write-token: {env: W}, access: read-write
        """)
        #expect(writing.provider.writer != nil)
    }

    @Test("StellarStack takes a session beside a token or instead of one")
    func sessions() async throws {
        let both = "provider: stellarstack, url: https://a.net, token: {env: T}, session: {env: C}, access: read-write"
        #expect(try await entry(both).provider.writer != nil)
        let alone = "provider: stellarstack, url: https://a.net, session: {env: C}, access: read-write"
        #expect(try await entry(alone).provider.writer != nil)
    }

    @Test("a session that cannot be had is told like a token")
    func missingSession() async throws {
        let context = "provider: stellarstack, url: https://a.net, token: {env: T}, session: {env: C}"
        let error = await #expect(throws: ProviderRegistry.Failure.self) { try await entry(context, ["T": "t"]) }
        #expect(error?.description.contains("context a: ") == true)
        #expect(error?.description.contains("C") == true)
    }
}
