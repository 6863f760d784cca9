import ProviderSupport
import Testing

struct BaseURLTests {
    @Test(arguments: [
        ("https://archon.example", "https://archon.example/v1/servers"),
        ("https://archon.example/", "https://archon.example/v1/servers"),
        ("HTTP://Example:8080/archon-v1", "http://example:8080/archon-v1/v1/servers"),
        ("https://example/a/b%20c//", "https://example/a/b%20c/v1/servers"),
        ("http://[::1]:9/p", "http://[::1]:9/p/v1/servers"),
    ])
    func aPathPrefixIsKept(base: String, expected: String) throws {
        let request = try HTTPRequest(.get, BaseURL(base), path: ["v1", "servers"])
        #expect(request.url == expected)
    }

    @Test func pathPartsAndQueriesAreEncodedOneByOne() throws {
        let request = try HTTPRequest(
            .get,
            BaseURL("https://example"),
            path: ["servers", "a/b?c#d", "..", "zażółć %41"],
            query: [.init("q", "x&y=z +"), .init("n", "1")]
        )
        #expect(request.target
            == "/servers/a%2Fb%3Fc%23d/%2E%2E/za%C5%BC%C3%B3%C5%82%C4%87%20%2541?q=x%26y%3Dz%20%2B&n=1")
    }

    @Test func aBareHostAsksForTheRoot() throws {
        #expect(try HTTPRequest(.get, BaseURL("https://example")).target == "/")
    }

    @Test(arguments: [
        "example.com", "ftp://example", "https://", "https:///path", "https://user:pw@example", "https://example:0",
        "https://example:70000", "https://example:x", "https://example?x=1", "https://example/#f", "https://[::1",
        "https://[::1]x", "https://exa mple", "https://żółw.example", "",
    ])
    func unusableAddressesAreRefused(text: String) {
        #expect(throws: BaseURL.ParseError.self) { try BaseURL(text) }
    }

    @Test func aRefusedAddressNeverRepeatsItsPassword() {
        let error = #expect(throws: BaseURL.ParseError.self) { try BaseURL("https://robin:hunter2@example") }
        #expect(error?.reason.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("http://127.0.0.1:1", true), ("http://localhost", true), ("http://[::1]", true),
        ("http://127.example.com", false), ("http://10.0.0.1", false), ("http://localhost.example", false),
    ])
    func onlyThisMachineIsLoopback(text: String, isLoopback: Bool) throws {
        #expect(try BaseURL(text).isLoopback == isLoopback)
    }

    @Test func portsComeFromTheSchemeUnlessNamed() throws {
        #expect(try BaseURL("https://example").port == 443)
        #expect(try BaseURL("http://example").port == 80)
        #expect(try BaseURL("http://example:8443").port == 8443)
        #expect(try BaseURL("https://Example:443/x").origin == "https://example:443")
    }
}

struct WebSocketURLTests {
    @Test(arguments: [
        ("wss://node.example/ws?x=1", "http://archon", true, "node.example", 443, "/ws?x=1"),
        ("https://node.example:8443/ws", "http://archon", true, "node.example", 8443, "/ws"),
        ("ws://node.example", "https://archon", false, "node.example", 80, "/"),
        ("http://127.0.0.1:7/ws", "https://archon", false, "127.0.0.1", 7, "/ws"),
        ("node.example/ws", "https://archon", true, "node.example", 443, "/ws"),
        ("127.0.0.1:7/archon-v1/ws", "http://127.0.0.1:7", false, "127.0.0.1", 7, "/archon-v1/ws"),
        ("node.example?a=b#f", "https://archon", true, "node.example", 443, "/?a=b"),
        ("node.example/ws?to=http://x/", "https://archon", true, "node.example", 443, "/ws?to=http://x/"),
    ])
    func theSchemeIsKeptOrTakenFromTheContext(
        text: String, context: String, isSecure: Bool, host: String, port: Int, target: String
    ) throws {
        let url = try WebSocketURL(text, schemeOf: BaseURL(context))
        #expect(url.isSecure == isSecure)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
    }

    @Test(arguments: ["gopher://node", "", "wss://", "wss://a b/", "wss://u:p@node/"])
    func unusableLiveAddressesAreRefused(text: String) throws {
        let context = try BaseURL("https://archon")
        #expect(throws: BaseURL.ParseError.self) { try WebSocketURL(text, schemeOf: context) }
    }
}
