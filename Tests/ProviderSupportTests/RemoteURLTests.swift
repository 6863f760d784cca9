import ProviderSupport
import Testing

struct RemoteURLTests {
    @Test(arguments: [
        ("https://node.example/d?token=x", "http://panel", "https://node.example", 443, "/d?token=x"),
        ("HTTP://Node.Example:8080/D", "https://panel", "http://node.example:8080", 8080, "/D"),
        ("https://node.example:443/d", "https://panel", "https://node.example:443", 443, "/d"),
        ("https://node.example", "https://panel", "https://node.example", 443, "/"),
        ("https://node.example?a=b", "https://panel", "https://node.example", 443, "/?a=b"),
        ("https://node.example/d#part", "https://panel", "https://node.example", 443, "/d"),
        ("https://[2001:DB8::1]:9/d", "https://panel", "https://[2001:db8::1]:9", 9, "/d"),
        ("node.example/d", "https://panel", "https://node.example", 443, "/d"),
        ("node.example:8080/d", "http://panel", "http://node.example:8080", 8080, "/d"),
        ("127.0.0.1:7/d?next=https://other/", "http://panel", "http://127.0.0.1:7", 7, "/d?next=https://other/"),
        ("//node.example/d", "https://panel", "https://node.example", 443, "/d"),
        ("/d?token=a%2Fb", "https://panel.example:8443/prefix", "https://panel.example:8443", 8443, "/d?token=a%2Fb"),
        ("/d?next=http://other/", "https://panel", "https://panel", 443, "/d?next=http://other/"),
        ("/", "http://[::1]:5", "http://[::1]:5", 5, "/"),
        ("https://node.example/a@b:c//d?e=f?g", "http://panel", "https://node.example", 443, "/a@b:c//d?e=f?g"),
    ])
    func anAddressIsTakenApart(
        text: String, context: String, origin: String, port: Int, target: String
    ) throws {
        let url = try RemoteURL(text, context: BaseURL(context))
        #expect(url.origin == origin)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(url.reveal() == origin + target)
    }

    @Test(arguments: [
        "", "https://", "https:///d", "://node/d", "ftp://node/d", "file:///etc/passwd", "javascript://x",
        "https://user:hunter22@node/d", "https://node:0/d", "https://node:port/d", "https://node/a b",
        "https://node/\n",
        "https://node/ż", "https://[::1/d", " https://node/d", "?token=hunter22", "#hunter22",
    ])
    func whatCannotBeUsedIsRefusedWithoutRepeatingIt(text: String) throws {
        let context = try BaseURL("https://panel")
        let error = #expect(throws: BaseURL.ParseError.self) { try RemoteURL(text, context: context) }
        #expect(error?.reason.contains("hunter22") == false)
    }

    @Test func aRequestsAddressIsTheOneItIsSentTo() throws {
        let request = try HTTPRequest(
            .get, BaseURL("https://panel.example:8443/prefix"), path: ["a b", "c"], query: [.init("t", "x&y")]
        )
        let url = RemoteURL(request)
        #expect(url.reveal() == request.url)
        #expect(url.host == "panel.example")
        #expect(url.port == 8443)
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/d", true), ("http://localhost/d", true), ("http://[::1]/d", true),
        ("http://127.0.0.1.evil/d", false), ("http://10.0.0.1/d", false), ("http://localhost.evil/d", false),
    ])
    func onlyThisMachineIsLoopback(text: String, isLoopback: Bool) throws {
        #expect(try RemoteURL(text, context: BaseURL("https://panel")).isLoopback == isLoopback)
    }

    @Test func theLinkItselfIsNeverPrinted() throws {
        let url = try RemoteURL("https://node.example/hunter22?token=hunter22", context: BaseURL("https://panel"))
        var dumped = ""
        dump(url, to: &dumped)
        let request = HTTPStreamRequest(url: url)
        for text in ["\(url)", String(reflecting: url), dumped, "\(request)", String(reflecting: request)] {
            #expect(text.contains("node.example"))
            #expect(!text.contains("hunter22"))
        }
    }
}
