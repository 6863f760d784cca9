import Testing
@testable import BacktopCommands

@Suite("Addresses")
struct ContextURLTests {
    private func fault(_ text: String, insecure: Bool = false) -> String? {
        switch ContextURL.parse(text, allowsInsecureHTTP: insecure) {
        case .success: nil
        case let .failure(fault): fault.text
        }
    }

    private func url(_ text: String) throws -> ContextURL {
        try ContextURL.parse(text, allowsInsecureHTTP: true).get()
    }

    @Test("a path prefix is kept, slashes at the end go, scheme and host become lower case", arguments: [
        ("https://a.net", "https://a.net"),
        ("https://a.net/", "https://a.net"),
        ("https://a.net/panel/x//", "https://a.net/panel/x"),
        ("HTTPS://A.Net:8443/Panel", "https://a.net:8443/Panel"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("http://127.0.0.1:4711/archon-v1", "http://127.0.0.1:4711/archon-v1"),
    ])
    func normalForm(text: String, expected: String) throws {
        #expect(try url(text).text == expected)
    }

    @Test("only https and http are schemes", arguments: [
        "ftp://a.net", "file:///etc/passwd", "a.net", "//a.net", "httpss://a",
    ])
    func schemes(text: String) {
        #expect(fault(text, insecure: true) != nil)
    }

    @Test("a user or password is refused and not repeated", arguments: [
        "https://bob:hunter2@a.net", "https://hunter2@a.net/x", "http://a:hunter2@localhost",
    ])
    func credentials(text: String) throws {
        let message = try #require(fault(text))
        #expect(message.contains("user or password"))
        #expect(!message.contains("hunter2"))
    }

    @Test("query and fragment are refused and not repeated", arguments: [
        "https://a.net/?k=hunter2", "https://a.net#hunter2",
    ])
    func queryAndFragment(text: String) throws {
        let message = try #require(fault(text))
        #expect(message.contains("query or fragment"))
        #expect(!message.contains("hunter2"))
    }

    @Test("plain http goes to this machine without asking", arguments: [
        "http://127.0.0.1", "http://127.255.0.9:80/x", "http://localhost:1", "http://LOCALHOST", "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]",
    ])
    func loopback(text: String) throws {
        #expect(fault(text) == nil)
        #expect(try url(text).isLoopback)
    }

    @Test("plain http anywhere else needs insecure-http", arguments: [
        "http://a.net", "http://127.0.0.1.evil.net", "http://localhost.evil.net", "http://127.1", "http://0.0.0.0",
        "http://[::ffff:127.0.0.1]", "http://[fe80::1]", "http://128.0.0.1", "http://0127.0.0.1",
    ])
    func plainHTTP(text: String) {
        #expect(fault(text)?.contains("plain http would send the token unprotected") == true)
        #expect(fault(text, insecure: true) == nil)
    }

    @Test("ports are 1 to 65535", arguments: ["0", "65536", "", "x", "+1", "99999999999999999999"])
    func ports(port: String) {
        #expect(fault("https://a.net:\(port)/") != nil)
    }

    @Test("hosts are names or addresses", arguments: [
        "https://", "https:///x", "https://a..net", "https://.a", "https://[::1", "https://[zz]", "https://[::1]x",
        "https://a b", "https://ż.net", "https://a%00", "https://a.net/../x", "https://a.net\\x",
    ])
    func hosts(text: String) {
        #expect(fault(text) != nil)
    }

    @Test("a file may allow plain http for its contexts, wherever defaults stand")
    func insecureInFile() throws {
        let context = "contexts: {a: {provider: archon, url: http://a.net, token: {env: T}}}"
        #expect(complaints("version: 1\n\(context)\n").first?.hasPrefix("c.yaml:2:39: url: plain http") == true)
        _ = try decode("version: 1\n\(context)\ndefaults: {insecure-http: true}\n")
    }

    @Test("the environment outranks the file about plain http")
    func insecureInEnvironment() throws {
        let file = "version: 1\ncontexts: {a: {provider: archon, url: http://a.net, token: {env: T}}}\n"
        _ = try decode(file, insecureHTTP: true)
        #expect(throws: ConfigurationError.self) {
            try decode(file + "defaults: {insecure-http: true}\n", insecureHTTP: false)
        }
    }
}
