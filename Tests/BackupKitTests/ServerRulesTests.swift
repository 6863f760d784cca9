import BackupKit
import Testing

@Suite struct ServerRulesTests {
    private static let server = Server(id: "1a2b3c4d5e", name: "smp-main")
    private static let on = ServerRules.Rule(isProtected: true)
    private static let off = ServerRules.Rule(isProtected: false)

    @Test(arguments: [
        (["1a2b3c4d5e": on], true), (["smp-main": on], true), (["1a2b": on], true), (["1a2": on], nil),
        (["other": on], nil), ([:], nil),
        (["1a2b3c4d5e": on, "smp-main": off], true), (["1a2b3c4d5e": on, "1a2b3c": off], true),
        (["smp-main": on, "1a2b3c": off], true), (["1a2b": off, "1a2b3c4d": on, "1a2b3c": off], true),
    ] as [([String: ServerRules.Rule], Bool?)])
    func theClosestNameWins(own: [String: ServerRules.Rule], isProtected: Bool?) {
        #expect(ServerRules(own: own).rule(for: Self.server)?.isProtected == isProtected)
    }

    @Test(arguments: [
        ([], true), (["smp-main"], true), (["1a2b3c4d5e"], true), (["1a2b"], true), (["1a2"], false),
        (["creative"], false), (["creative", "smp-main"], true),
    ] as [([String], Bool)])
    func anAllowListShowsOnlyWhatItNames(allowed: [String], isShown: Bool) {
        #expect(ServerRules(allowed: allowed).shows(Self.server) == isShown)
    }

    @Test func anIgnoredServerIsNotShownThoughItIsAllowed() {
        let rules = ServerRules(allowed: ["smp-main"], own: ["1a2b": ServerRules.Rule(isIgnored: true)])
        #expect(!rules.shows(Self.server))
    }

    @Test(arguments: [(true, nil, true), (false, nil, false), (true, false, false), (false, true, true)] as [(
        Bool,
        Bool?,
        Bool
    )])
    func aServersOwnProtectionGoesBeforeTheContexts(context: Bool, own: Bool?, isProtected: Bool) {
        let rules = ServerRules(own: ["smp-main": ServerRules.Rule(isProtected: own)])
        let context = Context(
            id: "c", provider: "p", origin: "o", isProtected: context, serverRules: rules,
            capabilities: .bare
        )
        #expect(context.protects(Self.server) == isProtected)
    }
}
