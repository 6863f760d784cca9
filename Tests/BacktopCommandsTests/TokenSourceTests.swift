import Testing
@testable import BacktopCommands

@Suite("Token sources in the file")
struct TokenSourceTests {
    private static let forms =
        "write {file: NAME}, {command: [program, argument]}, {env: NAME} or {credential: NAME}"

    private func source(_ text: String) throws -> TokenSource? {
        try decode("version: 1\ncontexts: {a: {provider: archon, url: https://a.net, token: \(text)}}\n")
            .contexts.first?.token
    }

    private func complaints(token: String) -> [String] {
        BacktopCommandsTests.complaints("""
        version: 1
        contexts:
          a:
            provider: archon
            url: https://a.net
            token: \(token)
        """)
    }

    @Test("a file's ~ is the home folder, a relative path counts from the file's folder", arguments: [
        ("~/t", "/home/me/t"), ("t", "/etc/backtop/t"), ("./s/t", "/etc/backtop/s/t"), ("/t", "/t"),
        ("../t", "/etc/backtop/../t"),
    ])
    func files(written: String, path: String) throws {
        #expect(try source("{file: \(written)}") == .file(path: path))
    }

    @Test("a command's program is looked up unless it has a slash")
    func commands() throws {
        #expect(try source("{command: [pass, show, ~/x]}") == .command(["pass", "show", "~/x"]))
        #expect(try source("{command: [./get, a]}") == .command(["/etc/backtop/get", "a"]))
        #expect(try source("{command: [~/bin/get]}") == .command(["/home/me/bin/get"]))
    }

    @Test("variables and credentials are names")
    func names() throws {
        #expect(try source("{env: SMP_TOKEN}") == .environment(name: "SMP_TOKEN"))
        #expect(try source("{credential: smp.token-1}") == .credential(name: "smp.token-1"))
    }

    @Test("a token in the file itself is refused and not repeated", arguments: [
        "hunter2", "[hunter2]", "{hunter2: }", "{env: mrp-hunter2}", "{env: 'hunter2 x'}", "{file: a, hunter2: b}",
        "{credential: ../hunter2}", "{hunter2: x, hunter2: y}", "{command: hunter2}", "{command: {hunter2: 1}}",
        "{env: [hunter2]}", "{file: \"hunter2\\u0007\"}",
    ])
    func inlineToken(token: String) {
        let lines = complaints(token: token)
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(line.hasPrefix("c.yaml:6:"))
            #expect(!line.contains("hunter2"))
        }
    }

    @Test("no source, and more than one")
    func count() {
        #expect(complaints(token: "{}") == ["c.yaml:6:12: token has no source; \(Self.forms)"])
        #expect(complaints(token: "{file: a, env: B}") == [
            "c.yaml:6:12: token has more than one source; \(Self.forms)",
        ])
        #expect(complaints(token: "tok") == [
            "c.yaml:6:12: token names no source; a token never stands in this file; \(Self.forms)",
        ])
    }

    @Test("a slip in a source's key is understood without repeating it")
    func slip() {
        #expect(complaints(token: "{flie: a}") == [
            "c.yaml:6:13: unknown key in token; allowed: file, command, env, credential (did you mean file?)",
        ])
    }

    @Test("an empty command is refused")
    func emptyCommand() {
        #expect(complaints(token: "{command: []}") == [
            "c.yaml:6:22: command is empty; write [program, argument]",
        ])
    }

    @Test("a token key without a value says what to write")
    func nothing() {
        #expect(complaints(token: "") == [
            "c.yaml:6:5: token names no source; a token never stands in this file; \(Self.forms)",
        ])
    }
}
