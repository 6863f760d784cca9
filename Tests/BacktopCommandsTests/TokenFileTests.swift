import Foundation
import Testing
@testable import BacktopCommands

@Suite("Tokens from files, variables and credentials")
struct TokenFileTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func token(
        _ source: TokenSource,
        variables: [String: String] = [:]
    ) async throws(TokenError) -> String {
        try await TokenResolver(host: folder.host(variables)).secret(from: source).reveal()
    }

    @Test("ends of lines behind the token go, nothing else", arguments: [
        "tok en", "tok en\n", "tok en\r\n", "tok en\n\n",
    ])
    func lineEnds(text: String) async throws {
        let path = try folder.write(text, to: "t")
        #expect(try await token(.file(path: path)) == "tok en")
    }

    @Test("a file that only its owner can use is read", arguments: [0o600, 0o400, 0o700])
    func privateModes(mode: Int) async throws {
        let path = try folder.write("tok", to: "t", mode: mode)
        #expect(try await token(.file(path: path)) == "tok")
    }

    @Test("any permission for others refuses the file and names the command that helps", arguments: [
        0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777,
    ])
    func openModes(mode: Int) async throws {
        let path = try folder.write("hunter2", to: "t", mode: mode)
        let error = try #require(await #expect(throws: TokenError.self) { try await token(.file(path: path)) })
        #expect(error == .file(path: path, .open(mode: UInt32(mode))))
        #expect(error.description.hasSuffix("(mode 0\(String(mode, radix: 8))); run chmod 600 \(path)"))
    }

    @Test("a link is followed, and the mode of what it points to counts")
    func links() async throws {
        let closed = try folder.write("tok", to: "closed")
        let open = try folder.write("tok", to: "open", mode: 0o644)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/a", withDestinationPath: closed)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/b", withDestinationPath: open)
        #expect(try await token(.file(path: "\(folder.path)/a")) == "tok")
        await #expect(throws: TokenError.file(path: "\(folder.path)/b", .open(mode: 0o644))) {
            try await token(.file(path: "\(folder.path)/b"))
        }
    }

    @Test("a file that is not there, a folder and a pipe are told apart")
    func otherFiles() async throws {
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        for (path, failure) in [
            ("\(folder.path)/none", FileReading.Failure.missing), (folder.path, .folder), (pipe, .irregular),
        ] {
            await #expect(throws: TokenError.file(path: path, failure)) { try await token(.file(path: path)) }
        }
    }

    @Test("an empty file is refused", arguments: ["", "\n", " \n", "\r\n\r\n"])
    func empty(text: String) async throws {
        let path = try folder.write(text, to: "t")
        await #expect(throws: TokenError.empty(source: "token file \(path)")) { try await token(.file(path: path)) }
    }

    @Test("what no header can carry is refused and not repeated", arguments: [
        "hunter2\nmore", "hunter2\tx", "hunter2\u{0}", " hunter2", "hunter2 ", "hunter2ż", "\u{1B}hunter2",
        "hunter2\r\nX-Evil: 1", "\u{FEFF}hunter2",
    ])
    func notSendable(text: String) async throws {
        let path = try folder.write(text, to: "t")
        let error = try #require(await #expect(throws: TokenError.self) { try await token(.file(path: path)) })
        #expect(error == .notSendable(source: "token file \(path)"))
        #expect(!error.description.contains("hunter2"))
    }

    @Test("a long file is refused by its size")
    func tooLong() async throws {
        let path = try folder.write(String(repeating: "x", count: 65537), to: "t")
        await #expect(throws: TokenError.file(path: path, .tooLong)) { try await token(.file(path: path)) }
        let fits = try folder.write(String(repeating: "x", count: 65536), to: "u")
        #expect(try await token(.file(path: fits)).count == 65536)
    }

    @Test("a variable gives its value; one that is not set or empty is named")
    func variables() async throws {
        #expect(try await token(.environment(name: "T"), variables: ["T": "tok"]) == "tok")
        for variables in [[:], ["T": ""]] {
            await #expect(throws: TokenError.variableNotSet(name: "T")) {
                try await token(.environment(name: "T"), variables: variables)
            }
        }
    }

    @Test("a credential is a file in the service's folder, under the same rules")
    func credentials() async throws {
        let variables = ["CREDENTIALS_DIRECTORY": folder.path]
        try folder.write("tok\n", to: "smp", mode: 0o400)
        #expect(try await token(.credential(name: "smp"), variables: variables) == "tok")
        let open = try folder.write("tok\n", to: "open", mode: 0o444)
        await #expect(throws: TokenError.file(path: open, .open(mode: 0o444))) {
            try await token(.credential(name: "open"), variables: variables)
        }
        await #expect(throws: TokenError.noCredentialsDirectory(name: "smp")) {
            try await token(.credential(name: "smp"))
        }
    }

    @Test("the command that helps survives a path with spaces and quotes")
    func shellWords() {
        let error = TokenError.file(path: "/tmp/it's mine", .open(mode: 0o644))
        #expect(error.description.hasSuffix("run chmod 600 '/tmp/it'\\''s mine'"))
    }

    @Test("a secret shows itself nowhere but where it is asked for")
    func redaction() {
        let secret = ConfiguredSecret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2")
    }
}
