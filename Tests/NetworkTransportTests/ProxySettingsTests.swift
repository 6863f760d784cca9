import NetworkTransport
import ProviderSupport
import Testing

struct ProxySettingsTests {
    private func proxy(
        _ environment: [String: String], _ host: String, secure: Bool = true, port: Int = 443
    ) -> String? {
        ProxySettings(environment: environment)
            .proxy(isSecure: secure, host: host, port: port)
            .map { "\($0.kind) \($0.host):\($0.port) \($0.credentials?.user ?? "-")" }
    }

    @Test func theSchemeChoosesTheProxy() {
        let environment = ["https_proxy": "http://secure.example:3128", "HTTP_PROXY": "plain.example"]
        #expect(proxy(environment, "archon.example") == "http secure.example:3128 -")
        #expect(proxy(environment, "archon.example", secure: false) == "http plain.example:8080 -")
        #expect(proxy([:], "archon.example") == nil)
        #expect(proxy(["ALL_PROXY": "socks5://s.example"], "archon.example") == "socks s.example:1080 -")
        #expect(proxy(["https_proxy": "", "HTTPS_PROXY": "up.example:1"], "archon.example") == "http up.example:1 -")
        #expect(proxy(["https_proxy": "ftp://nonsense"], "archon.example") == nil)
    }

    @Test func credentialsAreDecodedAndNeverPrinted() {
        let settings = ProxySettings(environment: ["https_proxy": "http://rob%69n:p%40ss:word@proxy.example:1/"])
        let proxy = settings.proxy(isSecure: true, host: "x.example", port: 443)
        #expect(proxy?.credentials?.user == "robin")
        #expect(proxy?.credentials?.password.reveal() == "p@ss:word")
        #expect(!"\(settings)".contains("p@ss"))
    }

    @Test(arguments: [
        ("archon.example", true), ("Archon.Example", true), ("a.archon.example", true), ("notarchon.example", false),
        ("x.internal", true), ("127.0.0.1", true), ("localhost", true), ("::1", true), ("other.example", false),
        ("ported.example", true), ("wild.corp", true),
    ])
    func exceptionsAreReachedDirectly(host: String, isDirect: Bool) {
        let environment = [
            "https_proxy": "proxy.example:1",
            "no_proxy": "archon.example, .internal,ported.example:443,notported.example:80,*.corp",
        ]
        #expect((proxy(environment, host) == nil) == isDirect)
    }

    @Test func aStarMeansNoProxyAtAll() {
        #expect(proxy(["https_proxy": "proxy.example:1", "no_proxy": "*"], "x.example") == nil)
    }
}
